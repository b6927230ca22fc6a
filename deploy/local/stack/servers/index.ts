/** The real servers of the local stack, each a child process with its data in a folder. */
export { startEtcd } from './etcd.ts';
export type { Etcd, EtcdOptions } from './etcd.ts';
export { freePort, freePorts, isPortFree } from './free-port.ts';
export { startKubeApiserver } from './kube-apiserver.ts';
export type { KubeApiserver, KubeApiserverOptions } from './kube-apiserver.ts';
export { renderKubeconfig } from './kubeconfig.ts';
export { startProcess } from './managed-process.ts';
export type { Exit, ManagedProcess, ProcessSpec } from './managed-process.ts';
export type { Pki, StoredPair } from './pki.ts';
export { defaultSearchAttributes } from './search-attributes.ts';
export type { SearchAttributes, SearchAttributeType } from './search-attributes.ts';
export { ensureNamespace } from './temporal-namespace.ts';
export type { NamespaceSpec } from './temporal-namespace.ts';
export { startTemporalUi } from './temporal-ui.ts';
export type { TemporalUi, TemporalUiOptions } from './temporal-ui.ts';
export { startTemporal } from './temporal.ts';
export type { Temporal, TemporalOptions } from './temporal.ts';
export type { TokenUser } from './tokens.ts';
