import { setTimeout as delay } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { CLIENT, ADMIN } from './contender.ts';
import type { Side } from './duel.ts';
import { LoadClient } from './load-client.ts';
import { CONFIG_MAPS, JOBS, NAMESPACE } from './objects.ts';

const DEFINITION = new URL('../../../deploy/crds/jobs.mirror.durasync.dev.yaml', import.meta.url);
const DEFINITION_PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/jobs.mirror.durasync.dev';
const POLL_MS = 50;
const TIMEOUT_MS = 15_000;

const BINDING = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'bench' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: CLIENT.groups.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name })),
};

/** Makes the namespace, the role of the client who is measured, and the project's kind. */
export async function prepare({ contender, client }: Side): Promise<void> {
  const admin = new LoadClient(contender, ADMIN.token);
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
  await admin.call({ method: 'POST', path: '/api/v1/namespaces', body: JSON.stringify(namespace) });
  const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
  await admin.call({ method: 'POST', path: bindings, body: JSON.stringify(BINDING) });
  const definition = await readFile(DEFINITION, 'utf8');
  const type = 'application/apply-patch+yaml';
  await admin.call({ method: 'PATCH', path: `${DEFINITION_PATH}?fieldManager=bench`, body: definition, type });
  for (const path of [JOBS, CONFIG_MAPS]) await untilAnswered(client, path);
  admin.close();
}

/** A new kind, and a new role, count a moment later. */
async function untilAnswered(client: LoadClient, path: string): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    try {
      await client.call({ method: 'GET', path });
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
