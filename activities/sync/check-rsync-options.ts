import { rsyncOptionProblem } from '../../resources/rsync/option-problem.ts';
import { SyncFailure } from './sync-failure.ts';

/**
 * Checks what admission checked, once more before rsync gets it.
 * @throws SyncFailure ConfigInvalid that names the option
 */
export function checkRsyncOptions(items: readonly string[]): void {
  for (const item of items) {
    const problem = rsyncOptionProblem(item);
    if (problem !== undefined) throw new SyncFailure('ConfigInvalid', `spec.config.rsyncOptions: ${problem}`);
  }
}
