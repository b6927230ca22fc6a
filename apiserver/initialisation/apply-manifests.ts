import { setTimeout as delay } from 'node:timers/promises';
import { SYSTEM_ADMIN } from '../access/system-admin.ts';
import { StatusError } from '../errors/index.ts';
import { applyTo } from '../http/apply-handler.ts';
import type { Resource } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { cloneJson } from '../object/kube-object.ts';
import type { RestDependencies, Target } from '../rest/dependencies.ts';
import type { Manifest } from './read-manifests.ts';

/** Whose fields the manifests' are. */
const MANAGER = 'initialization';
/** How long a kind may take to be served that an earlier manifest defines. */
const KIND_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

/** An object that was left as others made it, and why. */
export type KeptObject = { readonly file: string; readonly object: string; readonly reason: string };

/**
 * Applies manifests one after the other; what is there as they say stays untouched. An object of which others changed
 * what a manifest sets is left as it is.
 * @param kept told of such
 * @throws Error that names the file
 */
export async function applyManifests(
  rest: RestDependencies,
  manifests: readonly Manifest[],
  kept: (object: KeptObject) => void,
): Promise<void> {
  for (const { file, object } of manifests) {
    try {
      const isDefined = manifests.some((manifest) => defines(manifest.object, object));
      const target = targetOf(await servedKind(rest, object, isDefined), object);
      const conflict = await applyObject(rest, target, object);
      if (conflict) kept({ file, object: describe(target, object), reason: conflict.message });
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function targetOf(resource: Resource, { metadata: { name = '', namespace = 'default' } }: KubeObject): Target {
  return {
    resource,
    namespace: resource.namespaced ? namespace : '',
    name,
    subresource: '',
    user: SYSTEM_ADMIN,
    dryRun: false,
    fieldManager: MANAGER,
  };
}

/** @returns why it was not applied, where others have a say */
async function applyObject(
  rest: RestDependencies,
  target: Target,
  object: KubeObject,
): Promise<StatusError | undefined> {
  try {
    await applyTo(rest, target, { configuration: cloneJson(object), force: false });
    return undefined;
  } catch (error) {
    if (error instanceof StatusError && error.status.reason === 'Conflict') return error;
    throw error;
  }
}

const describe = ({ namespace, name }: Target, { apiVersion, kind }: KubeObject): string =>
  `${apiVersion} ${kind} ${namespace && `${namespace}/`}${name}`;

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
