import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { core } from '../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { jobs } from '../../../resources/job/job.ts';
import { apiVersion, type KubernetesObject, type ResourceRef } from '../../../resources/kind.ts';

const KNOWN: readonly ResourceRef[] = [...Object.values(core), jobs];
const CLUSTER_ROLES: readonly ResourceRef[] = ['ClusterRole', 'ClusterRoleBinding'].map((kind) => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural: `${kind.toLowerCase()}s`,
  kind,
  namespaced: false,
}));
const ESTABLISHED_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/** The objects of all YAML files of a folder, files in the order of their names; none when there is no such folder. */
export async function readManifests(folder: string): Promise<KubernetesObject[]> {
  const files = (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null))
    .filter((object) => object !== null);
}

/**
 * Applies objects one after the other by server-side apply, namespaces first, and waits until new kinds are served.
 * @throws when a manifest is of a kind that Durasync does not ship
 */
export async function applyManifests(client: KubernetesClient, objects: readonly KubernetesObject[]): Promise<void> {
  const namespacesFirst = [...objects].sort((a, b) => Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace'));
  for (const object of namespacesFirst) {
    const ref = refOf(object);
    const { name, namespace } = object.metadata;
    await client.patch(
      ref,
      { name, namespace },
      { type: 'apply', body: object, force: true, fieldManager: 'durasync-up' },
    );
    if (ref === core.customResourceDefinitions) await untilEstablished(client, name);
  }
}

function refOf(object: KubernetesObject): ResourceRef {
  const ref = [...KNOWN, ...CLUSTER_ROLES].find(
    (known) => known.kind === object.kind && apiVersion(known) === object.apiVersion,
  );
  if (ref === undefined) throw new Error(`no place to apply a ${object.apiVersion} ${object.kind} to`);
  return ref;
}

type Crd = KubernetesObject & { status?: { conditions?: { type: string; status: string }[] } };

async function untilEstablished(client: KubernetesClient, name: string): Promise<void> {
  const deadline = Date.now() + ESTABLISHED_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const crd = await client.get<Crd>(core.customResourceDefinitions, { name });
    if (crd.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True')) return;
    await delay(POLL_MS);
  }
  throw new Error(`the resource ${name} was not served within ${ESTABLISHED_TIMEOUT_MS / 1_000} s`);
}
