import { existsSync } from 'node:fs';
import type { PodManager } from '../pod/pod-manager.ts';
import type { KubeletView } from './kubelet-routes.ts';

/** The node's pods, logs and containers for the server. */
export function createKubeletView(manager: PodManager): KubeletView {
  return {
    pods: () => manager.pods(),
    address: (namespace, pod) => manager.find(namespace, pod)?.podIP,
    container(namespace, pod, container) {
      const worker = manager.find(namespace, pod);
      if (!worker) return `pod "${namespace}/${pod}" is not on this node`;
      return worker.running(container) ?? `container not found ("${container}")`;
    },
    log(namespace, pod, container, previous) {
      const worker = manager.find(namespace, pod);
      if (!worker) return `pod "${namespace}/${pod}" is not on this node`;
      const run = worker.run(container);
      if (!run) return `pod "${pod}" has no container "${container}"`;
      const count = run.restartCount - (previous ? 1 : 0);
      const file = run.logs.file(count);
      if (count < 0 || !existsSync(file)) {
        return `${previous ? 'previous terminated ' : ''}container "${container}" in pod "${pod}" has no log`;
      }
      return { file, writer: previous ? undefined : run.logs.current };
    },
  };
}
