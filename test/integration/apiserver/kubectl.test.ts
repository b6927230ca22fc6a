import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resolveKubectl, silentProgress } from '../../../deploy/local/toolchain/index.ts';
import { until } from '../../support/until.ts';
import type { OwnServer } from '../../unit/apiserver/own-server.ts';
import { startOwnServer } from '../../unit/apiserver/own-server.ts';

const run = promisify(execFile);
const COMMAND_MS = 30_000;
const BUILD_MS = 45 * 60_000;

let server: OwnServer;
let binary: string;
let dir: string;
beforeAll(async () => {
  binary = await resolveKubectl({ env: process.env, progress: silentProgress });
  dir = await mkdtemp(join(tmpdir(), 'kubectl-test-'));
  server = await startOwnServer();
}, BUILD_MS);
afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true });
});

type Output = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs kubectl, unmodified, with caches of its own. */
async function kubectl(args: readonly string[], env: Record<string, string> = {}): Promise<Output> {
  const flags = ['--server', server.url, '--kubeconfig', '/dev/null', '--cache-dir', join(dir, 'cache')];
  const options = { timeout: COMMAND_MS, env: { PATH: process.env['PATH'], HOME: dir, TMPDIR: dir, ...env } };
  try {
    return { code: 0, ...(await run(binary, [...flags, ...args], options)) };
  } catch (error) {
    return error as Output;
  }
}

/** @returns what it printed @throws Error with its complaint */
async function succeeds(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args, env);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

async function manifest(name: string, object: object): Promise<string> {
  const file = join(dir, `${name}.json`);
  await writeFile(file, JSON.stringify(object));
  return file;
}

const deployment = (image: string, extra: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'applied' },
  spec: {
    selector: { matchLabels: { app: 'applied' } },
    template: {
      metadata: { labels: { app: 'applied' } },
      spec: { containers: [{ name: 'main', image, ...extra }] },
    },
  },
});

const WIDGETS = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.kubectl.example' },
  spec: {
    group: 'kubectl.example',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: widgetSchema() } }],
  },
};

function widgetSchema(): object {
  const parts = { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } };
  const size = { type: 'integer', description: 'How large it is.' };
  return { type: 'object', properties: { spec: { type: 'object', properties: { parts, size } } } };
}

/** For a key of its own. */
async function certificateRequest(): Promise<object> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await Pkcs10CertificateRequestGenerator.create({ name: 'CN=ada', keys, signingAlgorithm: algorithm });
  const request = Buffer.from(made.toString('pem')).toString('base64');
  return {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'asked' },
    spec: { request, signerName: 'example.com/serving', usages: ['server auth'] },
  };
}

describe('kubectl', () => {
  test('creates what it sends as protobuf', async () => {
    await succeeds(['create', 'namespace', 'made']);
    await succeeds(['create', 'configmap', 'c', '--from-literal=a=1']);
    await succeeds(['create', 'secret', 'generic', 's', '--from-literal=a=1']);
    await succeeds(['create', 'deployment', 'd', '--image=busybox', '--replicas=2', '--port=80']);
    await succeeds(['create', 'service', 'clusterip', 'd', '--tcp=80:8080']);
    await succeeds(['create', 'job', 'j', '--image=busybox', '--', 'true']);
    await succeeds(['create', 'role', 'r', '--verb=get', '--resource=pods']);
    expect(await succeeds(['get', 'cm', 'c', '-o', 'jsonpath={.data.a}'])).toBe('1');
    expect(await succeeds(['get', 'secret', 's', '-o', 'jsonpath={.data.a}'])).toBe('MQ==');
    const port = '{.spec.replicas} {.spec.template.spec.containers[0].ports[0].containerPort}';
    expect(await succeeds(['get', 'deploy', 'd', '-o', `jsonpath=${port}`])).toBe('2 80');
  });

  test('shows tables and describes', async () => {
    expect(await succeeds(['get', 'deploy', 'd'])).toMatch(/^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nd +0\/2 +0 +0 /);
    expect(await succeeds(['get', 'svc', 'd'])).toMatch(
      /^NAME +TYPE +CLUSTER-IP .*\nd +ClusterIP +10\.96\.\S+ .*80\/TCP/,
    );
    expect(await succeeds(['describe', 'deploy', 'd'])).toMatch(/Replicas: +2 desired/);
    expect(await succeeds(['get', 'all', '-o', 'name'])).toContain('job.batch/j');
  });

  test('applies and tells the difference', async () => {
    await succeeds(['apply', '-f', await manifest('first', deployment('busybox:1', { args: ['a'] }))]);
    const second = await manifest('second', deployment('busybox:2'));
    const difference = await kubectl(['diff', '-f', second]);
    expect({ code: difference.code, shown: difference.stdout.includes('busybox:2') }).toEqual({ code: 1, shown: true });
    expect(await succeeds(['apply', '-f', second])).toContain('configured');
    expect(await succeeds(['apply', '-f', second])).toContain('unchanged');
    const container = '{.spec.template.spec.containers[0].image}{.spec.template.spec.containers[0].args}';
    expect(await succeeds(['get', 'deploy', 'applied', '-o', `jsonpath=${container}`])).toBe('busybox:2');
  });

  test('has unknown fields refused by the server', async () => {
    const { code, stderr } = await kubectl(['apply', '-f', await manifest('typo', deployment('x', { imagee: 'y' }))]);
    expect(code).toBe(1);
    expect(stderr).toContain('unknown field "spec.template.spec.containers[0].imagee"');
  });

  test('edits, patches, labels, annotates and scales', async () => {
    await succeeds(['edit', 'cm', 'c'], { KUBE_EDITOR: `sed -i 's/a: "1"/a: "2"/'` });
    expect(await succeeds(['get', 'cm', 'c', '-o', 'jsonpath={.data.a}'])).toBe('2');
    const env = { spec: { template: { spec: { containers: [{ name: 'main', env: [{ name: 'A', value: 'b' }] }] } } } };
    await succeeds(['patch', 'deploy', 'applied', '-p', JSON.stringify(env)]);
    const merged = '{.spec.template.spec.containers[*].image} {.spec.template.spec.containers[*].env[*].value}';
    expect(await succeeds(['get', 'deploy', 'applied', '-o', `jsonpath=${merged}`])).toBe('busybox:2 b');
    await succeeds(['label', 'cm', 'c', 'tier=x']);
    await succeeds(['annotate', 'cm', 'c', 'note=y']);
    expect(await succeeds(['get', 'cm', '-l', 'tier=x', '-o', 'jsonpath={.items[*].metadata.annotations.note}'])).toBe(
      'y',
    );
    await succeeds(['scale', 'deploy', 'd', '--replicas=0']);
    expect(await succeeds(['get', 'deploy', 'd', '-o', 'jsonpath={.spec.replicas}'])).toBe('0');
  });

  test('explains and lists what there is', async () => {
    expect(await succeeds(['explain', 'deployment.spec.strategy'])).toMatch(/GROUP: +apps\n[^]*rollingUpdate/);
    const kinds = await succeeds(['api-resources', '-o', 'name']);
    expect(kinds.split('\n')).toEqual(expect.arrayContaining(['pods', 'deployments.apps', 'events.events.k8s.io']));
  });

  test('sorts by a field of the objects', async () => {
    const events = '/api/v1/namespaces/default/events';
    for (const [name, minute] of [
      ['late', '30'],
      ['early', '10'],
      ['middle', '20'],
    ]) {
      const lastTimestamp = `2024-01-01T00:${minute}:00Z`;
      const involvedObject = { kind: 'Pod', name: 'p', namespace: 'default' };
      const body = { metadata: { name }, reason: name, involvedObject, lastTimestamp };
      expect((await server.request('POST', events, body)).status).toBe(201);
      await succeeds(['create', 'configmap', `sorted-${name}`, `--from-literal=key=${minute}`]);
      await succeeds(['label', 'cm', `sorted-${name}`, 'sorted=yes']);
    }
    const sorted = await succeeds(['get', 'events', '--sort-by=.lastTimestamp', '--no-headers']);
    expect(sorted.match(/early|middle|late/g)).toEqual(['early', 'middle', 'late']);
    const byData = await succeeds(['get', 'cm', '-l', 'sorted=yes', '--sort-by={.data.key}', '--no-headers']);
    expect(byData.match(/early|middle|late/g)).toEqual(['early', 'middle', 'late']);
  });

  test('explains kinds that are defined later, to the last field', async () => {
    const definition = await manifest('definition', WIDGETS);
    await succeeds(['create', '-f', definition]);
    await succeeds(['wait', 'crd/widgets.kubectl.example', '--for=condition=Established', '--timeout=20s']);
    expect(await succeeds(['explain', 'widgets.spec.size'])).toMatch(
      /GROUP: +kubectl\.example\nKIND: +Widget\n[^]*FIELD: size <integer>[^]*How large it is\./,
    );
    const all = await succeeds(['explain', 'widgets', '--recursive']);
    expect(all).toMatch(/  spec\t<Object>\n[^]*    parts\t<\[\]Object>\n      name\t<string>[^]*    size\t<integer>/);
    await succeeds(['delete', '-f', definition]);
  });

  test('tells what somebody may do', async () => {
    await succeeds(['create', 'role', 'reader', '--verb=get', '--resource=pods']);
    await succeeds(['create', 'rolebinding', 'reader', '--role=reader', '--user=bob']);
    const list = (): Promise<string> => succeeds(['auth', 'can-i', '--list', '--as=bob']);
    await until('the role to be known', async () => (await list()).includes('pods '));
    const lines = (await list()).split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim());
    expect(lines[0]).toBe('Resources Non-Resource URLs Resource Names Verbs');
    expect(lines).toEqual(
      expect.arrayContaining([
        'pods [] [] [get]',
        'selfsubjectaccessreviews.authorization.k8s.io [] [] [create]',
        '[/healthz] [] [get]',
      ]),
    );
  });

  test('makes an autoscaler', async () => {
    await succeeds(['create', 'deployment', 'scaled', '--image=busybox']);
    await succeeds(['autoscale', 'deploy', 'scaled', '--min=1', '--max=3', '--cpu-percent=50']);
    expect(await succeeds(['get', 'hpa', 'scaled'])).toMatch(
      /^NAME +REFERENCE +TARGETS +MINPODS +MAXPODS +REPLICAS +AGE\nscaled +Deployment\/scaled +cpu: <unknown>\/50% +1 +3 +0 /,
    );
    expect(await succeeds(['describe', 'hpa', 'scaled'])).toMatch(/as a percentage of request\): +<unknown> \/ 50%/);
  });

  test('puts a container into a pod to look at it', async () => {
    await succeeds(['run', 'looked-at', '--image=busybox']);
    await succeeds(['debug', 'looked-at', '--image=busybox', '-c', 'look', '--attach=false', '--', 'true']);
    const found = await succeeds(['get', 'pod', 'looked-at', '-o', 'jsonpath={.spec.ephemeralContainers[*].name}']);
    expect(found).toBe('look');
    await succeeds(['delete', 'pod', 'looked-at']);
  });

  test('approves a request for a certificate', async () => {
    const request = await manifest('request', await certificateRequest());
    await succeeds(['create', '-f', request]);
    await succeeds(['certificate', 'approve', 'asked']);
    expect(await succeeds(['get', 'csr', 'asked'])).toMatch(
      /\nasked +\S+ +example\.com\/serving +\S+ +<none> +Approved\n/,
    );
  });

  test('waits and deletes', async () => {
    await succeeds(['run', 'p', '--image=busybox']);
    const waiting = kubectl(['wait', 'pod/p', '--for=delete', '--timeout=20s']);
    await succeeds(['delete', 'pod', 'p']);
    expect((await waiting).code).toBe(0);
    expect((await kubectl(['get', 'pod', 'p'])).stderr).toContain('pods "p" not found');
    await succeeds(['delete', 'namespace', 'made']);
  });
});

test('a node is drained: its pods are evicted as their budget allows', async () => {
  const merge = (path: string, body: object) =>
    server.request('PATCH', path, body, 'application/merge-patch+json').then(({ status }) => expect(status).toBe(200));
  const pods = '/api/v1/namespaces/default/pods';
  await server.request('POST', '/api/v1/nodes', { metadata: { name: 'drained' } });
  const daemonSet = {
    selector: { matchLabels: { app: 'agent' } },
    template: { metadata: { labels: { app: 'agent' } } },
  };
  const containers = [{ name: 'main', image: 'busybox' }];
  const { body } = await server.request('POST', '/apis/apps/v1/namespaces/default/daemonsets', {
    metadata: { name: 'agent' },
    spec: { ...daemonSet, template: { ...daemonSet.template, spec: { containers } } },
  });
  const { uid } = body['metadata'] as { uid: string };
  const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', uid, controller: true };
  const spec = { nodeName: 'drained', containers };
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  for (const [name, ownerReferences] of [
    ['agent', [owner]],
    ['web', []],
  ] as const) {
    await server.request('POST', pods, { metadata: { name, labels: { app: name }, ownerReferences }, spec });
    await merge(`${pods}/${name}/status`, { status });
  }
  const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
  const selector = { matchLabels: { app: 'web' } };
  await server.request('POST', budgets, { metadata: { name: 'web' }, spec: { minAvailable: 0, selector } });
  const counts = { observedGeneration: 1, currentHealthy: 1, desiredHealthy: 0, expectedPods: 1 };
  await merge(`${budgets}/web/status`, { status: { ...counts, disruptionsAllowed: 0 } });
  const drain = ['drain', 'drained', '--ignore-daemonsets', '--force', '--grace-period=0'];

  const refused = await kubectl([...drain, '--timeout=1s']);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain("Cannot evict pod as it would violate the pod's disruption budget.");

  await merge(`${budgets}/web/status`, { status: { disruptionsAllowed: 1 } });
  expect(await succeeds(drain)).toContain('pod/web evicted');
  expect(await succeeds(['get', 'pods', '--field-selector', 'spec.nodeName=drained', '-o', 'name'])).toBe(
    'pod/agent\n',
  );
  expect(await succeeds(['get', 'node', 'drained', '-o', 'jsonpath={.spec.unschedulable}'])).toBe('true');
}, 60_000);
