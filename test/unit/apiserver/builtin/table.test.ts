import { describe, expect, test } from '@jest/globals';
import { BUILTIN_RESOURCES } from '../../../../apiserver/kinds/builtin/index.ts';
import type { KubeObject } from '../../../../apiserver/object/kube-object.ts';

const NOW = new Date('2024-01-01T01:00:00Z');

/** A row's cells by their columns. */
function cells(kind: string, object: object, group = ''): Record<string, unknown> {
  const resource = BUILTIN_RESOURCES.find((item) => item.kind === kind && item.group === group);
  const full = { apiVersion: 'v1', kind, metadata: { creationTimestamp: '2024-01-01T00:00:00Z' }, ...object };
  return Object.fromEntries((resource?.columns ?? []).map(({ name, cell }) => [name, cell(full as KubeObject, NOW)]));
}

const running = { ready: true, restartCount: 0, state: { running: {} } };
const pod = (status: object, metadata: object = {}) =>
  cells('Pod', { metadata, spec: { containers: [{ name: 'a' }, { name: 'b' }] }, status });

describe('the cells of a pod', () => {
  test.each([
    ['its phase', { phase: 'Pending' }, 'Pending'],
    [
      'what a container waits for',
      { containerStatuses: [{ state: { waiting: { reason: 'ErrImagePull' } } }] },
      'ErrImagePull',
    ],
    ['how a container ended', { containerStatuses: [{ state: { terminated: { exitCode: 3 } } }] }, 'ExitCode:3'],
    [
      'that some still run',
      {
        containerStatuses: [{ state: { terminated: { reason: 'Completed' } } }, running],
        conditions: [{ type: 'Ready', status: 'True' }],
      },
      'Running',
    ],
    ['why it was evicted', { phase: 'Failed', reason: 'Evicted' }, 'Evicted'],
  ])('tell %s', (_what, status, text) => {
    expect(pod(status)['Status']).toBe(text);
  });

  test('tell how many containers are ready, and when one last restarted', () => {
    const ended = { ...running, restartCount: 2, lastState: { terminated: { finishedAt: '2024-01-01T00:55:00Z' } } };
    expect(pod({ containerStatuses: [ended, { ready: false }] })).toMatchObject({
      Ready: '1/2',
      Restarts: '2 (5m ago)',
    });
  });

  test('tell that it goes', () => {
    expect(pod({ phase: 'Running' }, { deletionTimestamp: '2024-01-01T01:00:00Z' })['Status']).toBe('Terminating');
  });
});

describe('the cells of', () => {
  test('a node', () => {
    const labels = { 'node-role.kubernetes.io/control-plane': '', 'node-role.kubernetes.io/worker': '' };
    const status = { conditions: [{ type: 'Ready', status: 'False' }], nodeInfo: { kubeletVersion: 'v1' } };
    expect(cells('Node', { metadata: { labels }, spec: { unschedulable: true }, status })).toMatchObject({
      Status: 'NotReady,SchedulingDisabled',
      Roles: 'control-plane,worker',
      Version: 'v1',
      'External-IP': '<none>',
    });
  });

  test('a deployment, a job and a claim', () => {
    const spec = { replicas: 3, selector: { matchLabels: { a: 'b' } } };
    expect(cells('Deployment', { spec, status: { readyReplicas: 1 } }, 'apps')).toMatchObject({
      Ready: '1/3',
      'Up-to-date': 0,
      Age: '60m',
      Selector: 'a=b',
    });
    const status = {
      succeeded: 1,
      startTime: '2024-01-01T00:00:00Z',
      completionTime: '2024-01-01T00:00:30Z',
      conditions: [{ type: 'Complete', status: 'True' }],
    };
    expect(cells('Job', { spec: { completions: 1 }, status }, 'batch')).toMatchObject({
      Status: 'Complete',
      Completions: '1/1',
      Duration: '30s',
    });
    const bound = { phase: 'Bound', capacity: { storage: '1Gi' }, accessModes: ['ReadWriteMany', 'ReadWriteOnce'] };
    expect(cells('PersistentVolumeClaim', { spec: { volumeName: 'v' }, status: bound })).toMatchObject({
      Status: 'Bound',
      Capacity: '1Gi',
      'Access Modes': 'RWO,RWX',
    });
  });

  test('a service and an event', () => {
    const ports = [
      { port: 80, protocol: 'TCP' },
      { port: 53, nodePort: 30_053, protocol: 'UDP' },
    ];
    expect(cells('Service', { spec: { type: 'NodePort', clusterIP: '10.96.0.9', ports } })).toMatchObject({
      Type: 'NodePort',
      'Port(s)': '80/TCP,53:30053/UDP',
      'External-IP': '<none>',
    });
    const event = { involvedObject: { kind: 'Pod', name: 'p' }, lastTimestamp: '2024-01-01T00:59:00Z', message: ' m ' };
    expect(cells('Event', event)).toMatchObject({ 'Last Seen': '60s', Object: 'pod/p', Message: 'm', Count: 1 });
  });
});

describe('the cells of a bookmark, which has metadata only,', () => {
  const kinds = BUILTIN_RESOURCES.map(({ group, kind }) => [kind, group] as const);
  test.each(kinds)('can be made: %s %s', (kind, group) => {
    expect(() => cells(kind, { metadata: { resourceVersion: '1' } }, group)).not.toThrow();
  });
});
