import type { JobState } from '../../resources/job/job-status.ts';
import type { CommandResult, CommandVerb } from '../../workflows/messages.ts';

const NOT_YET: readonly JobState[] = ['none', 'created'];
const AT_REST: readonly JobState[] = [...NOT_YET, 'success', 'failed', 'cached'];

/** States in which a command that changed nothing was refused; in the others there was nothing left to do. */
const REFUSED_IN: Readonly<Record<CommandVerb, readonly JobState[]>> = {
  start: [...AT_REST, 'paused', 'disabled'],
  restart: [...AT_REST, 'paused', 'disabled'],
  stop: [],
  reload: NOT_YET,
  pause: AT_REST,
  disable: AT_REST,
  resume: ['disabled'],
  enable: [],
};

/** Whether an answer says that what was asked for is not so. */
export const isRefused = (verb: CommandVerb, { changed, state }: CommandResult): boolean =>
  !changed && REFUSED_IN[verb].includes(state);
