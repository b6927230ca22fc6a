/** Exit codes of every command; 124 and 130 as timeout(1) and shells use them. */
export const EXIT = {
  ok: 0,
  /** The run failed, or the command was refused. */
  failed: 1,
  usage: 2,
  notFound: 3,
  notAuthorised: 4,
  unreachable: 5,
  timedOut: 124,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
