import type { Server } from '../server.ts';
import { send } from '../server.ts';

type Resource = { readonly name: string; readonly verbs: readonly string[] };

/** A custom kind has no protobuf. */
const isBuiltin = (group: string): boolean => !group.includes('.') || group.endsWith('.k8s.io');

/** Where a server creates objects of built-in kinds: paths without a namespace, such as `/apis/apps/v1/deployments`. */
export async function creatableIn(server: Server): Promise<Set<string>> {
  const get = async (path: string): Promise<unknown> =>
    JSON.parse((await send(server, { method: 'GET', path, headers: { accept: 'application/json' } })).text);
  const { groups } = (await get('/apis')) as { groups: { name: string; versions: { groupVersion: string }[] }[] };
  const roots = groups
    .filter(({ name }) => isBuiltin(name))
    .flatMap(({ versions }) => versions.map(({ groupVersion }) => `/apis/${groupVersion}`));
  const lists = await Promise.all(
    ['/api/v1', ...roots].map(async (root) => {
      const { resources } = (await get(root)) as { resources: Resource[] };
      const creatable = resources.filter(({ name, verbs }) => !name.includes('/') && verbs.includes('create'));
      return creatable.map(({ name }) => `${root}/${name}`);
    }),
  );
  return new Set(lists.flat());
}
