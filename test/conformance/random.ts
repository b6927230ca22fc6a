/**
 * npm run conformance:random -- [runs, default 200] [seed]
 *
 * Random requests to both servers of `DURASYNC_TEST_KUBECONFIG` (kube-apiserver) and `DURASYNC_TEST_OWN_URL` (ours); the
 * shortest that are answered differently are told.
 */
import { checkRandomSequences } from './check-random-sequences.ts';
import { serverOf } from './server.ts';

const [runs = '200', seed] = process.argv.slice(2);
const servers = {
  real: serverOf(process.env['DURASYNC_TEST_KUBECONFIG'] ?? ''),
  ours: { url: process.env['DURASYNC_TEST_OWN_URL'] ?? '' },
};
await checkRandomSequences(servers, { runs: Number(runs), ...(seed !== undefined && { seed: Number(seed) }) });
