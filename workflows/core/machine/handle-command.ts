import type { Command, CommandResult } from '../../messages.ts';
import { toIsoSeconds } from '../status/to-iso.ts';
import { commandHandlers } from './command-handlers.ts';
import { jobState, type Decision, type JobMachine } from './job-machine.ts';
import { settle } from './settle.ts';

/** How many commands are remembered for being given twice. */
export const REMEMBERED_COMMANDS = 32;

/** Carries a command out once; given again, it changes nothing and keeps its answer, which `answerOf` finds. */
export function handleCommand(state: JobMachine, command: Command, now: number): Decision {
  if (answerOf(state, command.commandId) !== undefined) return { state, effects: [] };
  const reaction = carryOut(state, command, now);
  const settled = settle(reaction, now);
  const result = toResult(settled.state, reaction.changed, reaction.message);
  const answers = [...state.answers, { id: command.commandId, result }].slice(-REMEMBERED_COMMANDS);
  return { state: { ...settled.state, answers }, effects: settled.effects };
}

/** What a command was answered; undefined when it was never given or is forgotten. */
export function answerOf(state: JobMachine, commandId: string): CommandResult | undefined {
  return state.answers.find(({ id }) => id === commandId)?.result;
}

function carryOut(state: JobMachine, command: Command, now: number) {
  const refuse = (message: string) => ({ state, effects: [], changed: false, message });
  if (state.removing) return refuse('The Job is being deleted.');
  if (state.desired === null) return refuse('The Job has not reached its workflow yet; try again in a moment.');
  return commandHandlers[command.command](state, command, now);
}

function toResult(state: JobMachine, changed: boolean, message: string): CommandResult {
  const nextSchedule = toIsoSeconds(state.next?.at ?? null);
  const outlook = nextSchedule === null ? '' : ` The next run is due at ${nextSchedule}.`;
  return { state: jobState(state), runSeq: state.runSeq, changed, message: message + outlook, nextSchedule };
}
