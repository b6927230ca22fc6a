import { Controller, type ControllerSpec } from '../../../operator/kit/controller/controller.ts';
import { selectControllers } from '../../../operator/kit/manager/controller-selection.ts';
import type { ClusterDeps } from './cluster-deps.ts';
import { clusterRoleController } from './cluster-role/cluster-role-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { endpointSliceController } from './endpoints/endpoint-slice-controller.ts';
import { garbageCollector } from './garbage-collector/garbage-collector.ts';
import { namespaceController } from './namespace/namespace-controller.ts';
import { serviceAccountController } from './namespace/service-account-controller.ts';
import { replicaSetController } from './replica-set/replica-set-controller.ts';
import { schedulerController } from './scheduler/scheduler.ts';
import { ensureLocalClass, volumeController } from './volumes/volume-controller.ts';

/** By their names in logs and selections. */
const CONTROLLERS: Readonly<Record<string, (deps: ClusterDeps, signal: AbortSignal) => ControllerSpec>> = {
  deployment: deploymentController,
  'replica-set': replicaSetController,
  scheduler: schedulerController,
  volume: volumeController,
  'endpoint-slice': endpointSliceController,
  'service-account': serviceAccountController,
  namespace: namespaceController,
  'cluster-role': clusterRoleController,
  'garbage-collector': garbageCollector,
};

/**
 * Starts the stand-ins for controller-manager and scheduler, those of `controllers` (see selectControllers); the informers
 * are started by the caller afterwards.
 * @throws UnknownControllerError
 * @returns once the StorageClass is there: how to wait for the controllers' end after the signal
 */
export async function startControllers(
  deps: ClusterDeps & { readonly controllers: readonly string[]; readonly signal: AbortSignal },
): Promise<{ stopped: Promise<void> }> {
  const { client, log, reclaimPolicy, signal } = deps;
  await ensureLocalClass(client, reclaimPolicy);
  const controllers = selectControllers(Object.keys(CONTROLLERS), deps.controllers).flatMap((name) => {
    const spec = CONTROLLERS[name]?.(deps, signal);
    return spec ? [new Controller(spec, { name, logger: log })] : [];
  });
  const running = Promise.all(controllers.map((controller) => controller.run(signal)));
  return { stopped: running.then(() => undefined) };
}
