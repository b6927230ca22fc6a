import { setTimeout as delay } from 'node:timers/promises';
import type { JsonClient } from '../support/apiserver/json-client.ts';
import type { ServerProcess } from '../support/apiserver/server-process.ts';
import type { CuttableProxy } from '../support/cuttable-proxy.ts';
import { until } from '../support/until.ts';
import { DEFINITION_NAME, DEFINITIONS, pathOf, SOAK_KINDS, soakDefinition } from './soak-kinds.ts';

/** What can be disturbed. */
export type Stage = {
  readonly proxy: CuttableProxy;
  readonly server: ServerProcess;
  readonly client: JsonClient;
  /** A word no other disturbance has. */
  readonly word: string;
  /** Longer than the server keeps history. */
  readonly isolationMs: number;
};

export type Disturbance = {
  readonly name: string;
  /** Whether it changes the definition of a kind, which ends the watches of that. */
  readonly redefines?: boolean;
  readonly run: (stage: Stage) => Promise<void>;
};

const MERGE = 'application/merge-patch+json';
const CUTS = 5;
const BETWEEN_CUTS_MS = 300;

function cutOnce(proxy: CuttableProxy): void {
  proxy.cut();
  proxy.mend();
}

async function restart({ server }: Stage, signal: NodeJS.Signals): Promise<void> {
  await server.kill(signal);
  server.spawn();
  await server.ready();
}

async function serve({ client }: Stage, fields: readonly string[]): Promise<void> {
  const body = soakDefinition(fields);
  const one = `${DEFINITIONS}/${DEFINITION_NAME}`;
  const { status } = await client.send({ method: 'PATCH', path: one, body, contentType: MERGE });
  if (status === 404) await client.send({ method: 'POST', path: DEFINITIONS, body });
  const kinds = SOAK_KINDS.filter(({ group }) => group.startsWith('soak'));
  for (const kind of kinds) {
    await until('the definition to be served', async () => {
      const answer = await client.send({ method: 'GET', path: pathOf(kind) });
      return answer.status === 200;
    });
  }
}

/** In the order they come; then again. */
export const DISTURBANCES: readonly Disturbance[] = [
  { name: 'connections cut', run: async ({ proxy }) => cutOnce(proxy) },
  { name: 'server killed', run: (stage) => restart(stage, 'SIGKILL') },
  { name: 'definition changed', redefines: true, run: (stage) => serve(stage, [stage.word]) },
  {
    name: 'cut off for longer than history is kept',
    run: async ({ proxy, isolationMs }) => {
      proxy.cut();
      await delay(isolationMs);
      proxy.mend();
    },
  },
  { name: 'server restarted', run: (stage) => restart(stage, 'SIGTERM') },
  {
    name: 'connections cut again and again',
    run: async ({ proxy }) => {
      for (let turn = 0; turn < CUTS; turn++) {
        cutOnce(proxy);
        await delay(BETWEEN_CUTS_MS);
      }
    },
  },
  {
    name: 'definition removed and made again',
    redefines: true,
    run: async (stage) => {
      const path = `${DEFINITIONS}/${DEFINITION_NAME}`;
      await stage.client.send({ method: 'DELETE', path });
      await until('the definition to go', async () => {
        return (await stage.client.send({ method: 'GET', path })).status === 404;
      });
      await serve(stage, []);
    },
  },
];
