import type { Command, Script } from '../script.ts';
import { given, kubectl } from '../script.ts';
import { configMap, deployment, pod, service } from './objects.ts';

const status = (kind: string, name: string, value: object): Command =>
  kubectl`patch ${kind} ${name} --subresource=status --type=merge -p ${JSON.stringify({ status: value })}`;

const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2024-01-01T00:00:00Z' };
const running = {
  phase: 'Running',
  podIP: '10.1.2.3',
  hostIP: '10.9.9.9',
  startTime: '2024-01-01T00:00:00Z',
  conditions: [ready],
  containerStatuses: [
    {
      name: 'main',
      ready: true,
      restartCount: 2,
      image: 'registry.test/main:1',
      imageID: 'sha256:1',
      containerID: 'test://1',
      state: { running: { startedAt: '2024-01-01T00:00:00Z' } },
      lastState: { terminated: { exitCode: 3, reason: 'Error', finishedAt: '2024-01-01T00:00:00Z' } },
    },
  ],
};
const rolledOut = {
  observedGeneration: 1,
  replicas: 2,
  updatedReplicas: 2,
  readyReplicas: 2,
  availableReplicas: 2,
  conditions: [{ type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Enough.' }],
};

const things = [
  given(
    kubectl`create -f -`,
    configMap('one', { a: '1' }, { labels: { app: '{id}', tier: 'x' } }),
    configMap(
      'two',
      { 'long.txt': 'first\nsecond\n' },
      { labels: { app: '{id}', tier: 'y' }, annotations: { note: 'here' } },
    ),
    pod('p'),
    pod('q', { app: 'p' }),
    deployment('d'),
    service('p'),
  ),
  status('pod', 'p', running),
  status('deployment', 'd', rolledOut),
];

/** Limit ranges need not be served. */
const withoutLimits = (text: string): string => text.replace('No LimitRange resource.', '').trimEnd();

const FORMATS = ['yaml', 'json', 'name', 'wide', 'jsonpath={.metadata.name}', 'go-template={{.metadata.name}}'];

export const READING_SCRIPTS: readonly Script[] = [
  {
    name: 'get',
    commands: [
      ...things,
      kubectl`get cm`,
      kubectl`get cm two -o yaml`,
      kubectl`get cm --no-headers`,
      kubectl`get cm --show-labels`,
      kubectl`get cm -L tier`,
      kubectl`get cm one two none`,
      kubectl`get cm none`,
      kubectl`get cm none --ignore-not-found`,
      kubectl`get cm,deploy,svc`,
      kubectl`get all`,
      kubectl`get pods -o wide`,
      kubectl`get deploy -o wide`,
      kubectl`get svc -o wide`,
      ...FORMATS.map((format) => kubectl`get cm/one -o ${format}`),
      kubectl`get cm -o yaml`,
      kubectl`get cm -o name`,
      kubectl`get deploy d -o yaml`,
      kubectl`get deploy d -o json --show-managed-fields`,
      kubectl`get pod p -o yaml`,
      kubectl`get svc p -o yaml`,
      kubectl`get cm -o ${'custom-columns=N:.metadata.name,V:.data.a'}`,
      kubectl`get cm --sort-by ${'{.metadata.labels.tier}'}`,
      kubectl`get pods --sort-by=.status.startTime`,
      kubectl`get cm -l tier=x`,
      kubectl`get cm -l ${'tier in (x,y),app'}`,
      kubectl`get cm -l tier=none`,
      kubectl`get cm -l ${'a=='}`,
      kubectl`get cm --field-selector metadata.name=two`,
      kubectl`get pods --field-selector status.phase=Running`,
      kubectl`get pods --field-selector status.phase!=Running,metadata.name=q`,
      kubectl`get cm --field-selector data.a=1`,
      kubectl`get cm -A -l app={id}`,
      kubectl`get cm -A -l app={id} -o name`,
      kubectl`get cm --chunk-size=1`,
      kubectl`get cm --server-print=false`,
      kubectl`get --raw ${'/api/v1/namespaces/{ns}/configmaps/none'}`,
      kubectl`get ns {ns}`,
      kubectl`get nothings`,
      kubectl`get cm -n none-{id}`,
      kubectl`get pods --as=bob`,
      kubectl`get nodes --as=bob --as-group=system:masters`,
    ],
  },
  {
    name: 'watch',
    commands: [
      given(kubectl`create -f -`, configMap('one', { a: '1' }, { labels: { app: 'x' } })),
      {
        ...kubectl`get cm -w`,
        lines: 6,
        meanwhile: {
          after: /one/,
          commands: [
            kubectl`create cm two`,
            kubectl`patch cm two -p ${'{"data":{"b":"2"}}'}`,
            kubectl`label cm one tier=y`,
            kubectl`delete cm two`,
          ],
        },
      },
      {
        ...kubectl`get cm -l app=x -w -o name`,
        lines: 3,
        meanwhile: {
          after: /one/,
          commands: [kubectl`label cm one app-`, kubectl`label cm one app=x`],
        },
      },
      {
        ...kubectl`get cm one -w --output-watch-events`,
        lines: 4,
        meanwhile: {
          after: /ADDED/,
          commands: [kubectl`label cm one tier=z --overwrite`, kubectl`delete cm one`],
        },
      },
    ],
  },
  {
    name: 'describe',
    commands: [
      ...things,
      kubectl`create secret generic s --from-literal=password=secret`,
      kubectl`create quota few --hard=pods=9,configmaps=5`,
      kubectl`describe cm one`,
      kubectl`describe cm`,
      kubectl`describe secret s`,
      kubectl`describe deploy d`,
      kubectl`describe pod p`,
      kubectl`describe pod q`,
      kubectl`describe svc p`,
      { ...kubectl`describe ns {ns}`, select: withoutLimits },
      kubectl`describe quota few`,
      kubectl`describe cm none`,
      kubectl`describe cm -l tier=x`,
      kubectl`describe sa`,
      kubectl`describe clusterrole system:basic-user`,
    ],
  },
];
