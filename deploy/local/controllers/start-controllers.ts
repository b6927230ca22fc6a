import { Controller } from '../../../operator/kit/controller/controller.ts';
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
  const specs = [
    deploymentController(deps),
    replicaSetController(deps),
    schedulerController(deps),
    volumeController(deps),
    endpointSliceController(deps),
    serviceAccountController(deps),
    namespaceController(deps),
    clusterRoleController(deps),
    garbageCollector(deps, signal),
  ];
  const names = selectControllers(
    specs.map(({ name }) => name),
    deps.controllers,
  );
  const controllers = specs
    .filter(({ name }) => names.includes(name))
    .map(({ name, ...spec }) => new Controller(spec, { name, logger: log }));
  const running = Promise.all(controllers.map((controller) => controller.run(signal)));
  return { stopped: running.then(() => undefined) };
}
