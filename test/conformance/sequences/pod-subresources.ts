import type { Sequence } from '../sequence.ts';
import { CORE, get, post, put } from './requests.ts';

const PODS = `${CORE}/pods`;

const pod = (name: string, spec: object = {}, containers = ['main']): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { ...spec, containers: containers.map((container) => ({ name: container, image: 'busybox' })) },
});

/** Admission plugins give a pod more there. */
const UNCOMPARED = { select: () => undefined };

/** What is answered about pods' nodes before any node is asked. */
export const POD_SUBRESOURCE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'pod-log',
    steps: [
      get(`${PODS}/none/log`),
      post(PODS, pod('unplaced'), UNCOMPARED),
      post(PODS, pod('several', {}, ['one', 'two']), UNCOMPARED),
      post(PODS, pod('lost', { nodeName: 'no-such-node-{id}' }), UNCOMPARED),
      get(`${PODS}/unplaced/log`),
      get(`${PODS}/unplaced/log?container=main&follow=true&timestamps=1&previous=false`),
      get(`${PODS}/unplaced/log?container=other`),
      get(`${PODS}/several/log`),
      get(`${PODS}/several/log?container=two`),
      get(`${PODS}/lost/log`),
      get(`${PODS}/unplaced/log?tailLines=-1`),
      get(`${PODS}/unplaced/log?limitBytes=0`),
      get(`${PODS}/unplaced/log?sinceSeconds=0`),
      get(`${PODS}/unplaced/log?sinceSeconds=5&sinceTime=2026-01-02T03:04:05Z`),
      get(`${PODS}/unplaced/log?sinceTime=2026-01-02T03:04:05%2B02:00`),
      get(`${PODS}/unplaced/log?sinceTime=yesterday`),
      get(`${PODS}/unplaced/log?tailLines=many`),
      get(`${PODS}/unplaced/log?tailLines=99999999999999999999`),
      get(`${PODS}/unplaced/log?tailLines=`),
      get(`${PODS}/unplaced/log?stream=Stdout`),
      get(`${PODS}/unplaced/log?tailLines=-1&limitBytes=-5`),
      post(`${PODS}/unplaced/log`, {}),
    ],
  },
  {
    name: 'pod-connections',
    steps: [
      post(PODS, pod('unplaced'), UNCOMPARED),
      post(PODS, pod('several', {}, ['one', 'two']), UNCOMPARED),
      post(PODS, pod('lost', { nodeName: 'no-such-node-{id}' }), UNCOMPARED),
      ...['exec', 'attach', 'portforward'].flatMap((connection) => [
        get(`${PODS}/none/${connection}`),
        post(`${PODS}/unplaced/${connection}?command=date&stdout=1`, undefined),
        get(`${PODS}/unplaced/${connection}?container=other&stdout=true`),
        get(`${PODS}/several/${connection}`),
        get(`${PODS}/lost/${connection}?container=main`),
        put(`${PODS}/unplaced/${connection}`, {}),
      ]),
    ],
  },
  { name: 'pod-discovery', steps: [get('/api/v1', { select: podSubresources })] },
];

/** What discovery tells of what both servers have. */
function podSubresources(body: unknown): unknown {
  const { resources } = body as { resources: { name: string }[] };
  return resources.filter(({ name }) => /^pods\/(?!proxy$)/.test(name));
}
