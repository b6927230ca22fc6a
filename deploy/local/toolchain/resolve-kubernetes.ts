import { join } from 'node:path';
import { DEFAULT_API_SERVER, readApiServerKind } from './api-server-kind.ts';
import type { BuildContext } from './build-tool.ts';
import { buildTool } from './build-tool.ts';
import { isAtLeast, versionIn } from './compare-versions.ts';
import { ToolchainError } from './errors.ts';
import { findOnPath, firstExecutable } from './find-on-path.ts';
import { recipes } from './recipes.ts';
import { runCommand } from './run-command.ts';

/** The two programs the original Kubernetes API consists of. */
export type KubernetesBinaries = { readonly kind: 'binaries'; readonly etcd: string; readonly apiserver: string };

/** Where Kubernetes comes from: a cluster of the user's (nothing is started), Durasync's own API server, or binaries to start. */
export type KubernetesSource =
  { readonly kind: 'external'; readonly kubeconfig: string } | { readonly kind: 'durasync' } | KubernetesBinaries;

/** The first etcd with RequestWatchProgress, which the API server's watch lists need. */
const OLDEST_ETCD = [3, 5, 13];
/** From here on the selectable fields of custom resources are generally available. */
const OLDEST_APISERVER = [1, 32];

const PROBE_TIMEOUT_MS = 15_000;

/**
 * Finds Kubernetes: `KUBECONFIG`, else the API server that `DURASYNC_API_SERVER` names. Durasync's own needs nothing.
 */
export async function resolveKubernetes(context: BuildContext): Promise<KubernetesSource> {
  const kubeconfig = context.env['KUBECONFIG'];
  if (kubeconfig) return { kind: 'external', kubeconfig };
  const kind = readApiServerKind(context.env) ?? DEFAULT_API_SERVER;
  return kind === 'durasync' ? { kind } : resolveKubernetesBinaries(context);
}

/**
 * Finds etcd and kube-apiserver: `KUBEBUILDER_ASSETS`, else the PATH when recent enough, else built once. Never a
 * cluster of the user's: tests must not touch one.
 * @throws ToolchainError when KUBEBUILDER_ASSETS lacks one of them
 */
export async function resolveKubernetesBinaries(context: BuildContext): Promise<KubernetesBinaries> {
  const assets = context.env['KUBEBUILDER_ASSETS'];
  if (assets) return fromAssets(assets);
  const etcd = await onPathOrBuilt('etcd', OLDEST_ETCD, context);
  const apiserver = await onPathOrBuilt('kube-apiserver', OLDEST_APISERVER, context);
  return { kind: 'binaries', etcd, apiserver };
}

async function fromAssets(folder: string): Promise<KubernetesBinaries> {
  const etcd = await firstExecutable([join(folder, 'etcd')]);
  const apiserver = await firstExecutable([join(folder, 'kube-apiserver')]);
  if (etcd !== undefined && apiserver !== undefined) return { kind: 'binaries', etcd, apiserver };
  throw new ToolchainError(
    'Finding etcd and kube-apiserver',
    `KUBEBUILDER_ASSETS is ${folder}, and that folder does not hold both programs`,
    'point KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver, or unset it to have them built.',
  );
}

async function onPathOrBuilt(
  name: 'etcd' | 'kube-apiserver',
  oldest: readonly number[],
  context: BuildContext,
): Promise<string> {
  const path = await findOnPath(name, context.env);
  if (path !== undefined) {
    const { code, output } = await runCommand(path, ['--version'], { env: context.env, timeoutMs: PROBE_TIMEOUT_MS });
    const version = versionIn(output);
    if (code === 0 && version !== undefined && isAtLeast(version, oldest)) return path;
  }
  return buildTool(recipes[name], context);
}

/** Finds kubectl: on the PATH when it runs (any version will do), else built once. */
export async function resolveKubectl(context: BuildContext): Promise<string> {
  const path = await findOnPath('kubectl', context.env);
  if (path !== undefined) {
    const { code } = await runCommand(path, ['version', '--client'], { env: context.env, timeoutMs: PROBE_TIMEOUT_MS });
    if (code === 0) return path;
  }
  return buildTool(recipes.kubectl, context);
}
