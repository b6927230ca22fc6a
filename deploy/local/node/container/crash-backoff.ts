/** How long a crashing container waits for its next start, milliseconds. */
export interface BackoffLimits {
  /** Wait before the second restart; the first one is immediate. Each further one doubles. 10 s in Kubernetes. */
  readonly initialMs: number;
  /** 5 min in Kubernetes. */
  readonly maxMs: number;
  /** A container that ran this long starts afresh. 10 min in Kubernetes. */
  readonly resetAfterMs: number;
}

export interface Backoff {
  /** Wait before the next start; 0 stands for at once. */
  readonly waitMs: number;
}

export const NO_BACKOFF: Backoff = { waitMs: 0 };

/** The next wait after a container ran for `ranMs`, and what to remember for the one after it. */
export function nextBackoff(before: Backoff, ranMs: number, limits: BackoffLimits): { wait: number; next: Backoff } {
  const current = ranMs >= limits.resetAfterMs ? NO_BACKOFF : before;
  const grown = current.waitMs === 0 ? limits.initialMs : current.waitMs * 2;
  return { wait: current.waitMs, next: { waitMs: Math.min(limits.maxMs, grown) } };
}

/** Whether a container that ended with this code is started again. */
export function shouldRestart(policy: 'Always' | 'OnFailure' | 'Never', exitCode: number): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
