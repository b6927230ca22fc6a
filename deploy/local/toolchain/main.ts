import { messageOf } from './errors.ts';
import {
  consoleProgress,
  resolveKubectl,
  resolveKubernetes,
  resolveKubernetesBinaries,
  resolveRsync,
  resolveTemporal,
  resolveTemporalBinary,
  resolveTemporalUi,
} from './index.ts';
import type { BuildContext } from './index.ts';

/**
 * Makes sure that every tool is there, one after the other: a Go build uses every core, so two at once gain nothing.
 * `main.ts start` honours servers the user already runs; `main.ts test` never touches them.
 */
async function ensureAll(forTests: boolean, context: BuildContext): Promise<void> {
  await resolveRsync(context);
  await (forTests ? resolveKubernetesBinaries(context) : resolveKubernetes(context));
  await resolveKubectl(context);
  const temporal = forTests ? await resolveTemporalBinary(context) : await resolveTemporal(context);
  if (!forTests && temporal.kind === 'server') await resolveTemporalUi(context);
}

try {
  await ensureAll(process.argv[2] === 'test', { env: process.env, progress: consoleProgress() });
} catch (error) {
  process.stderr.write(`\n${messageOf(error)}\n`);
  process.exitCode = 1;
}
