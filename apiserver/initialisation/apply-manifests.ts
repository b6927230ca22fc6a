import { setTimeout as delay } from 'node:timers/promises';
import { SYSTEM_ADMIN } from '../access/system-admin.ts';
import { applyTo } from '../http/apply-handler.ts';
import type { Resource } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
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
      const isDefined = manifests.some(({ object }) => defines(object, manifest.object));
      const resource = await servedKind(rest, manifest.object, isDefined);
      await applyManifest(rest, resource, manifest);
    } catch (error) {
      throw new Error(`${manifest.file}: ${(error as Error).message}`, { cause: error });
    }
  }
}

async function applyManifest(rest: RestDependencies, resource: Resource, { object }: Manifest): Promise<void> {
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

/** Whether a manifest is the definition of another's kind. */
function defines({ kind, ...rest }: KubeObject, { apiVersion, kind: defined }: KubeObject): boolean {
  const { group, names } = (rest['spec'] ?? {}) as { group?: unknown; names?: { kind?: unknown } };
  const isDefinition = kind === 'CustomResourceDefinition';
  return isDefinition && names?.kind === defined && apiVersion.startsWith(`${String(group)}/`);
}

/** @param isDefined by one of the manifests: then it is served soon */
async function servedKind(
  { kinds }: RestDependencies,
  { apiVersion, kind }: KubeObject,
  isDefined: boolean,
): Promise<Resource> {
  const deadline = Date.now() + KIND_TIMEOUT_MS;
  for (;;) {
    const resource = kinds.findKind(apiVersion, kind);
    if (resource) return resource;
    if (!isDefined || Date.now() > deadline) throw new Error(`${apiVersion} ${kind} is not served`);
    await delay(POLL_MS);
  }
}
