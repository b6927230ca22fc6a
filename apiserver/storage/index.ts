export * from './store.ts';
export { startCompactor, COMPACTION_INTERVAL_MS } from './compactor.ts';
export { FileStore } from './file/file-store.ts';
export { EtcdStore } from './etcd/etcd-store.ts';
export type { EtcdOptions } from './etcd/connection.ts';
