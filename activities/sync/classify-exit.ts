import { cleanLine, tellingLine } from './clean-line.ts';
import { EXIT_CODES, TELLING_TEXTS } from './exit-codes.ts';
import { SyncFailure } from './sync-failure.ts';

/** How rsync ended. */
export interface RsyncExit {
  /** null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of its standard error. */
  readonly stderr: string;
}

/** True for 0 and the Job's own success codes. */
export function isSuccess(exit: RsyncExit, successExitCodes: readonly number[]): boolean {
  return exit.code === 0 || (exit.code !== null && successExitCodes.includes(exit.code));
}

/**
 * Says why rsync failed, by the texts that tell more than the code, then by the code.
 * @param secrets texts that must not appear in the message
 */
export function classifyExit(exit: RsyncExit, secrets: readonly string[] = []): SyncFailure {
  const line = tellingLine(exit.stderr, secrets);
  if (exit.code === null) {
    return new SyncFailure('Killed', sentence(`rsync was killed by ${exit.signal ?? 'a signal'}`, line));
  }
  const telling = TELLING_TEXTS.find(([pattern]) => pattern.test(exit.stderr));
  if (telling) {
    const [pattern, [failureClass, text]] = telling;
    const evidence = exit.stderr.split('\n').findLast((candidate) => pattern.test(candidate)) ?? '';
    return new SyncFailure(failureClass, sentence(text, cleanLine(evidence, secrets), exit.code));
  }
  const [failureClass, text] = EXIT_CODES.get(exit.code) ?? ['Unknown', 'rsync failed'];
  return new SyncFailure(failureClass, sentence(text, line, exit.code));
}

function sentence(text: string, line: string, code?: number): string {
  const exit = code === undefined ? '' : ` (rsync exit code ${code})`;
  return line === '' ? `${text}${exit}` : `${text}: ${line}${exit}`;
}
