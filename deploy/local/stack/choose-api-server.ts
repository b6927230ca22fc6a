import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  API_SERVER_VARIABLE,
  DEFAULT_API_SERVER,
  readApiServerKind,
  resolveKubernetes,
  type ApiServerKind,
  type KubernetesSource,
} from '../toolchain/index.ts';
import { OBJECTS_FOLDER } from './servers/index.ts';
import type { StackContext } from './stack-context.ts';
import type { StateDir } from './state-dir.ts';

/** Kubernetes for this stack, and how to call it while it is started. */
export async function chooseKubernetes(context: StackContext): Promise<{ source: KubernetesSource; title: string }> {
  const env = withoutOwnKubeconfig(context.env, context.dir.kubeconfig);
  if (env['KUBECONFIG']) return { source: await resolveKubernetes({ ...context, env }), title: 'the cluster' };
  const { kind, because } = chooseApiServer(env, context.dir);
  const source = await resolveKubernetes({ ...context, env: { ...env, [API_SERVER_VARIABLE]: kind } });
  return { source, title: `${nameOf(kind)}${because}` };
}

/** A shell that still has the KUBECONFIG of the last start, for kubectl, means this API server and not another one. */
export function withoutOwnKubeconfig(env: StackContext['env'], own: string): StackContext['env'] {
  const { KUBECONFIG: named, ...rest } = env;
  return named !== undefined && resolve(named) === own ? rest : env;
}

/** The API server to start, and why it is that one where that needs telling. */
export type ApiServerChoice = { readonly kind: ApiServerKind; readonly because: string };

/**
 * What the state folder holds goes on; a new one gets what the environment asks for, else the default.
 * @throws Error with what to do, when the environment asks for another one than the folder holds
 */
export function chooseApiServer(env: StackContext['env'], dir: StateDir): ApiServerChoice {
  const asked = readApiServerKind(env);
  const held = heldApiServer(dir);
  if (asked !== undefined && held !== undefined && asked !== held) throw new Error(mismatch(asked, held, dir));
  const because =
    asked === undefined && held !== undefined && held !== DEFAULT_API_SERVER
      ? ' (this state folder was made with it)'
      : '';
  return { kind: asked ?? held ?? DEFAULT_API_SERVER, because };
}

/** The API server whose objects are in the state folder; undefined in a new one. */
function heldApiServer({ etcd, kubernetes }: StateDir): ApiServerKind | undefined {
  if (existsSync(join(kubernetes, OBJECTS_FOLDER))) return 'durasync';
  return existsSync(etcd) ? 'kube-apiserver' : undefined;
}

function mismatch(asked: ApiServerKind, held: ApiServerKind, { root }: StateDir): string {
  return (
    `${root} holds the objects of ${nameOf(held)}, and ${API_SERVER_VARIABLE} or --api-server asks for ${nameOf(asked)}, ` +
    'which cannot read them.\n' +
    `What to do: leave the choice out to go on with ${nameOf(held)}; or give another folder with --state-dir to start ` +
    'anew there, and carry over what you need with kubectl get -o yaml and kubectl apply.'
  );
}

const NAMES: Readonly<Record<ApiServerKind, string>> = {
  durasync: "Durasync's own API server",
  'kube-apiserver': 'kube-apiserver',
};

const nameOf = (kind: ApiServerKind): string => NAMES[kind];
