import { readFileSync } from 'node:fs';
import path from 'node:path';
import { newClusters, newContexts, newUsers } from '@kubernetes/client-node/dist/config_types.js';
import type { Cluster, Context, User } from '@kubernetes/client-node/dist/config_types.js';
import { parse } from 'yaml';

/** One cluster and who we are there. File names are absolute. */
export interface ClusterAccess {
  readonly cluster: Cluster;
  readonly user: User & { readonly tokenFile?: string | undefined };
  /** The context's namespace, `default` unless told. */
  readonly namespace: string;
}

interface Kubeconfig {
  readonly clusters: Cluster[];
  readonly contexts: Context[];
  readonly users: ClusterAccess['user'][];
  readonly currentContext: string | undefined;
}

/** Why no cluster can be reached with the given configuration. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
}

/**
 * Read one or more kubeconfig files, merged as kubectl merges them (the first to name a thing wins), and pick `context`,
 * else the current one. Throws KubeconfigError when a file or an entry is missing or malformed.
 */
export function readKubeconfig(files: readonly string[], context?: string): ClusterAccess {
  const parts = files.map(readFile);
  const wanted = context ?? parts.map((part) => part.currentContext).find((name) => name);
  if (wanted === undefined) throw new KubeconfigError(`no current-context in ${files.join(', ')}`);
  const chosen = findNamed(
    parts.flatMap((part) => part.contexts),
    wanted,
    'context',
  );
  const clusters = parts.flatMap((part) => part.clusters);
  const users = parts.flatMap((part) => part.users);
  return {
    cluster: findNamed(clusters, chosen.cluster, 'cluster'),
    user: chosen.user ? findNamed(users, chosen.user, 'user') : { name: 'anonymous' },
    namespace: chosen.namespace ?? 'default',
  };
}

function readFile(file: string): Kubeconfig {
  try {
    return parseKubeconfig(readFileSync(file, 'utf8'), path.dirname(path.resolve(file)));
  } catch (error) {
    throw new KubeconfigError(`cannot read kubeconfig ${file}: ${error instanceof Error ? error.message : 'unknown'}`, {
      cause: error,
    });
  }
}

/** Parse a kubeconfig; relative file names in it are resolved against `directory`. */
export function parseKubeconfig(text: string, directory: string): Kubeconfig {
  const raw = parse(text) as Record<string, unknown> | null;
  if (typeof raw !== 'object' || raw === null) throw new KubeconfigError('it holds no object');
  const absolute = (file: string | undefined): string | undefined => (file ? path.resolve(directory, file) : undefined);
  const current = raw['current-context'];
  return {
    clusters: newClusters(raw['clusters']).map((cluster) => ({
      ...cluster,
      caFile: absolute(cluster.caFile),
    })) as Cluster[],
    contexts: newContexts(raw['contexts']),
    users: newUsers(raw['users']).map((user, index) => ({
      ...user,
      certFile: absolute(user.certFile),
      keyFile: absolute(user.keyFile),
      tokenFile: absolute(tokenFileOf(raw['users'], index)),
    })) as ClusterAccess['user'][],
    currentContext: typeof current === 'string' && current !== '' ? current : undefined,
  };
}

// client-node reads a `token-file` once; kubectl's field is `tokenFile`, and it is read again as the token rotates.
function tokenFileOf(users: unknown, index: number): string | undefined {
  const entry = (users as { user?: { tokenFile?: unknown } }[])[index];
  return typeof entry?.user?.tokenFile === 'string' ? entry.user.tokenFile : undefined;
}

function findNamed<T extends { readonly name: string }>(list: readonly T[], name: string, what: string): T {
  const found = list.find((entry) => entry.name === name);
  if (!found) throw new KubeconfigError(`the kubeconfig has no ${what} "${name}"`);
  return found;
}
