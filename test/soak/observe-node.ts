/** node test/soak/observe-node.ts URL KUBECONFIG: as `go/` does, with the informers of client-node and of the operator kit. */
import { createInterface } from 'node:readline';
import { startClientNodeInformers } from '../support/soak/client-node-informers.ts';
import { startKitInformers } from './kit-informers.ts';
import { SOAK_KINDS } from './soak-kinds.ts';
import type { Told } from './told.ts';

const [url = '', kubeconfig = ''] = process.argv.slice(2);
const tell = (told: Told): void => void process.stdout.write(`${JSON.stringify(told)}\n`);
const tellCaches = [startClientNodeInformers(url, SOAK_KINDS, tell), startKitInformers(kubeconfig, SOAK_KINDS, tell)];
createInterface({ input: process.stdin })
  .on('line', () => tellCaches.forEach((told) => told()))
  // Closed with the harness: nothing outlives it.
  .on('close', () => process.exit(0));
