import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { core } from '../../../kubernetes/core-resources.ts';
import { writeImageTable } from './image-table.ts';
import { SYSTEM_NAMESPACE } from './identities.ts';
import { answersOk } from './servers/http-probe.ts';
import { podRange } from './stack-ports.ts';
import { startNodeProcess, type NodeProcessSpec } from './node-process.ts';
import { run, type StackContext } from './stack-context.ts';
import type { LocalKubernetes } from './start-kubernetes.ts';
import type { LocalTemporal } from './start-temporal.ts';
import { VERSIONED_WORKFLOW_BUNDLE, WORKFLOW_BUNDLE } from '../../build/entry-points.ts';

const NODE_NAME = 'local';

/** Starts Durasync itself: control worker, operator, API, and a node where the cluster has none. */
export async function startComponents(
  context: StackContext,
  kubernetes: LocalKubernetes,
  temporal: LocalTemporal,
): Promise<void> {
  await mkdir(context.dir.logs, { recursive: true });
  const hasOwnNodes = !(await needsNode(kubernetes));
  if (hasOwnNodes) checkTemporalIsReachable(context, temporal);
  const specs = [
    controlWorker(context, kubernetes, temporal),
    operator(context, kubernetes, temporal),
    api(context, kubernetes, temporal),
    ...(hasOwnNodes ? [] : [await node(context, kubernetes)]),
  ];
  await Promise.all(
    specs.map((spec) => run(context, spec.name, () => startNodeProcess(spec, processContext(context)))),
  );
}

const processContext = ({ dist, dir }: StackContext) => ({ dist, logs: dir.logs });

/** A cluster of the user's normally has nodes; a bare API server gets ours. */
async function needsNode({ client }: LocalKubernetes): Promise<boolean> {
  const { items } = await client.list(core.nodes);
  return items.every(({ metadata }) => metadata.name === NODE_NAME);
}

/** @throws Error with what to do, when pods on other machines would look for Temporal on themselves */
function checkTemporalIsReachable({ env }: StackContext, { address }: LocalTemporal): void {
  if (env['WORKER_TEMPORAL_ADDRESS'] || !/^(127\.|localhost:|\[::1\])/.test(address)) return;
  throw new Error(
    `the pods of the cluster that KUBECONFIG names cannot reach Temporal at ${address}\n` +
      'What to do: set TEMPORAL_ADDRESS to a server that they and this machine reach, or WORKER_TEMPORAL_ADDRESS to the ' +
      'address at which they reach the one here; or unset KUBECONFIG to have the pods on this machine.',
  );
}

function shared(temporal: LocalTemporal, kubeconfig: string): Record<string, string> {
  return {
    KUBECONFIG: kubeconfig,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    POD_NAMESPACE: SYSTEM_NAMESPACE,
    HTTP_ADDRESS: '127.0.0.1',
  };
}

function controlWorker(
  { dist, env, ports }: StackContext,
  k8s: LocalKubernetes,
  temporal: LocalTemporal,
): NodeProcessSpec {
  return {
    name: 'control-worker',
    entry: 'control-worker',
    env: {
      ...shared(temporal, k8s.kubeconfigOf['durasync-control-worker']),
      HTTP_PORT: String(ports.controlWorkerHealth),
      ...workflowCode(dist, env['WORKER_VERSIONING'] || 'off'),
    },
    isReady: () => answersOk(`http://127.0.0.1:${ports.controlWorkerHealth}/readyz`),
  };
}

const workflowCode = (dist: string, versioning: string): Record<string, string> => ({
  WORKER_VERSIONING: versioning,
  WORKFLOW_BUNDLE: join(dist, versioning === 'on' ? VERSIONED_WORKFLOW_BUNDLE : WORKFLOW_BUNDLE),
});

function operator({ ports }: StackContext, k8s: LocalKubernetes, temporal: LocalTemporal): NodeProcessSpec {
  return {
    name: 'operator',
    entry: 'operator',
    env: {
      ...shared(temporal, k8s.kubeconfigOf['durasync-operator']),
      HTTP_PORT: String(ports.operatorHealth),
      POD_NAME: 'operator',
    },
    isReady: () => answersOk(`http://127.0.0.1:${ports.operatorHealth}/readyz`),
  };
}

function api({ ports }: StackContext, k8s: LocalKubernetes, temporal: LocalTemporal): NodeProcessSpec {
  return {
    name: 'api',
    entry: 'api',
    env: { ...shared(temporal, k8s.kubeconfigOf['durasync-api']), HTTP_PORT: String(ports.api) },
    isReady: () => answersOk(`http://127.0.0.1:${ports.api}/readyz`),
  };
}

async function node(context: StackContext, kubernetes: LocalKubernetes): Promise<NodeProcessSpec> {
  const { dir, ports } = context;
  const { adminKubeconfig, pki, controllersInside } = kubernetes;
  if (process.platform !== 'linux')
    throw new Error('pods run as processes on Linux only; set KUBECONFIG to a cluster with nodes');
  if (pki === null) throw new Error('the cluster in KUBECONFIG has no node; unset KUBECONFIG to use the local one');
  const serving = await pki.issue('node', { commonName: `system:node:${NODE_NAME}`, hosts: ['127.0.0.1', NODE_NAME] });
  const { cert, key } = await pki.issue('node-probe', { commonName: 'durasync-up' });
  const ca = pki.authority.cert;
  return {
    name: 'node',
    entry: 'local-node',
    env: {
      KUBECONFIG: adminKubeconfig,
      NODE_NAME,
      NODE_STATE_DIR: dir.node,
      NODE_PORT: String(ports.node),
      NODE_POD_CIDR: podRange(ports),
      NODE_CONTROLLERS: ['*', ...controllersInside.map((name) => `-${name}`)].join(','),
      NODE_TLS_CERT: serving.certFile,
      NODE_TLS_KEY: serving.keyFile,
      NODE_CLIENT_CA: pki.authority.certFile,
      NODE_IMAGES: await writeImageTable(join(dir.root, 'images.json'), context.root, context.dist),
    },
    isReady: () => answersOk(`https://127.0.0.1:${ports.node}/healthz`, { ca, cert, key }),
  };
}
