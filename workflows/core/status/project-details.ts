import type { JobMachine } from '../machine/job-machine.ts';
import { projectView } from './project-view.ts';

/** The state as the Temporal UI shows it beside the workflow, Markdown. */
export function projectDetails(state: JobMachine): string {
  const { state: name, runSeq, nextSchedule, waitingFor } = projectView(state);
  const lines = [
    `**${name}**, ${runSeq === 0 ? 'no run yet' : `run ${runSeq}`}`,
    ...(state.desired === null ? [] : [`Upstream: \`${state.desired.config.upstream}\``]),
    ...(nextSchedule === null ? [] : [`Next run: ${nextSchedule}`]),
    ...(waitingFor === null ? [] : [`Waiting: ${waitingFor}`]),
  ];
  return lines.join('\n\n');
}
