import { join, resolve } from 'node:path';

/** Where the local stack keeps everything; one folder, so that removing it forgets all. */
export type StateDir = {
  readonly root: string;
  /** Of a stack on kube-apiserver only. */
  readonly etcd: string;
  /** What lets people into the API server; the objects too, where it is Durasync's own. */
  readonly kubernetes: string;
  readonly temporal: string;
  readonly temporalUi: string;
  readonly node: string;
  readonly upstream: string;
  readonly credentials: string;
  readonly logs: string;
  readonly ports: string;
  readonly lock: string;
  /** The administrator's kubeconfig, for the user. */
  readonly kubeconfig: string;
  /** Where `durasync` finds the API: {server, tokenFile}. */
  readonly cliConfig: string;
  /** Link to the kubectl that was built, where the user has none. */
  readonly kubectl: string;
  readonly samplesApplied: string;
};

/** The paths inside a state folder, absolute. */
export function stateDir(path: string): StateDir {
  const root = resolve(path);
  const inside = (...parts: string[]) => join(root, ...parts);
  return {
    root,
    etcd: inside('etcd'),
    kubernetes: inside('kubernetes'),
    temporal: inside('temporal'),
    temporalUi: inside('temporal-ui'),
    node: inside('node'),
    upstream: inside('upstream'),
    credentials: inside('credentials'),
    logs: inside('logs'),
    ports: inside('ports.json'),
    lock: inside('lock'),
    kubeconfig: inside('kubeconfig'),
    cliConfig: inside('cli.json'),
    kubectl: inside('bin', 'kubectl'),
    samplesApplied: inside('samples-applied'),
  };
}
