/** "Find or build a tool": where each program the local stack needs comes from. See the resolve-*.ts files. */
export { API_SERVER_KINDS, API_SERVER_VARIABLE, DEFAULT_API_SERVER, readApiServerKind } from './api-server-kind.ts';
export type { ApiServerKind } from './api-server-kind.ts';
export { buildTool } from './build-tool.ts';
export type { BuildContext } from './build-tool.ts';
export { cacheRoot } from './cache-dir.ts';
export type { Environment } from './cache-dir.ts';
export { ToolchainError } from './errors.ts';
export { consoleProgress, silentProgress } from './progress.ts';
export type { Progress } from './progress.ts';
export { recipes } from './recipes.ts';
export { resolveKubectl, resolveKubernetes, resolveKubernetesBinaries } from './resolve-kubernetes.ts';
export type { KubernetesBinaries, KubernetesSource } from './resolve-kubernetes.ts';
export { resolveRsync } from './resolve-rsync.ts';
export { resolveTemporal, resolveTemporalBinary, resolveTemporalUi } from './resolve-temporal.ts';
export type { TemporalBinary, TemporalSource } from './resolve-temporal.ts';
