import { setTimeout as delay } from 'node:timers/promises';
import { SYSTEM_ADMIN } from '../access/system-admin.ts';
import { applyTo } from '../http/apply-handler.ts';
import type { Resource } from '../kinds/resource.ts';
import { cloneJson } from '../object/kube-object.ts';
import type { RestDependencies } from '../rest/dependencies.ts';
import type { Manifest } from './read-manifests.ts';

/** Whose fields the manifests' are. */
const MANAGER = 'initialization';
/** How long a kind may take to be served that an earlier manifest defines. */
const KIND_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

/** Applies manifests one after the other, by force; what is there as they say stays untouched. @throws Error that names the file */
export async function applyManifests(rest: RestDependencies, manifests: readonly Manifest[]): Promise<void> {
  for (const manifest of manifests) {
    try {
      await applyManifest(rest, manifest);
    } catch (error) {
      throw new Error(`${manifest.file}: ${(error as Error).message}`, { cause: error });
    }
  }
}

async function applyManifest(rest: RestDependencies, { object }: Manifest): Promise<void> {
  const resource = await servedKind(rest, object.apiVersion, object.kind);
  const { name = '', namespace = 'default' } = object.metadata;
  const target = {
    resource,
    namespace: resource.namespaced ? namespace : '',
    name,
    subresource: '',
    user: SYSTEM_ADMIN,
    dryRun: false,
    fieldManager: MANAGER,
  };
  await applyTo(rest, target, { configuration: cloneJson(object), force: true });
}

async function servedKind({ kinds }: RestDependencies, apiVersion: string, kind: string): Promise<Resource> {
  const deadline = Date.now() + KIND_TIMEOUT_MS;
  for (;;) {
    const resource = kinds.findKind(apiVersion, kind);
    if (resource) return resource;
    if (Date.now() > deadline) throw new Error(`${apiVersion} ${kind} is not served`);
    await delay(POLL_MS);
  }
}
