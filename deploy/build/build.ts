import { fileURLToPath } from 'node:url';
import { buildDist } from './build-dist.ts';

const startedAt = performance.now();
const built = await buildDist(fileURLToPath(new URL('../../', import.meta.url)));
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
process.stderr.write(built ? `Built dist/ in ${seconds} s\n` : `dist/ is up to date (${seconds} s)\n`);
