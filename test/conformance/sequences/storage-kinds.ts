import type { Sequence } from '../sequence.ts';
import { tried } from './kind.ts';
import { get } from './requests.ts';

const STORAGE = '/apis/storage.k8s.io/v1';
const NAME = 'x-{id}';

const object = (kind: string, content: object, name = NAME): object => ({
  apiVersion: 'storage.k8s.io/v1',
  kind,
  metadata: { name },
  ...content,
});
const driver = (spec: object): object => object('CSIDriver', { spec });
const csiNode = (drivers: unknown): object => object('CSINode', { spec: { drivers } });
const capacity = (content: object): object => object('CSIStorageCapacity', content);
const attachment = (spec: object): object =>
  object('VolumeAttachment', {
    spec: { attacher: 'csi.example.com', nodeName: 'n', source: { persistentVolumeName: 'v' }, ...spec },
  });
const attributes = (content: object): object => object('VolumeAttributesClass', content);

/** What CSI drivers and those who attach volumes need. */
export const STORAGE_SEQUENCES: readonly Sequence[] = [
  tried({
    object: NAME,
    name: 'csi-drivers',
    path: `${STORAGE}/csidrivers`,
    objects: [
      driver({ tokenRequests: [{ audience: 'a' }, { audience: '', expirationSeconds: 600 }] }),
      driver({ fsGroupPolicy: 'Some', volumeLifecycleModes: ['Persistent', 'Always'] }),
      driver({ tokenRequests: [{ audience: 'a' }, { audience: 'a' }, { audience: 'b', expirationSeconds: 5 }] }),
      object('CSIDriver', {}, 'Bad_Name'),
    ],
    changes: [
      { spec: { podInfoOnMount: true, nodeAllocatableUpdatePeriodSeconds: 20 } },
      { spec: { attachRequired: false } },
      { spec: { volumeLifecycleModes: ['Ephemeral'] } },
    ],
  }),
  tried({
    object: NAME,
    name: 'csi-nodes',
    path: `${STORAGE}/csinodes`,
    objects: [
      csiNode([
        { name: 'csi.example.com', nodeID: 'n', topologyKeys: ['example.com/zone'], allocatable: { count: 3 } },
      ]),
      csiNode([
        { name: '', nodeID: '' },
        { name: 'Bad_', nodeID: 'x'.repeat(300) },
      ]),
      csiNode([{ name: 'a', nodeID: 'b', topologyKeys: ['', 'a', 'a'], allocatable: { count: -1 } }]),
      csiNode([
        { name: 'a', nodeID: 'b' },
        { name: 'a', nodeID: 'b' },
      ]),
      csiNode([{ name: 'x'.repeat(64), nodeID: 'b' }]),
    ],
    changes: [
      { spec: { drivers: [{ name: 'csi.example.com', nodeID: 'other', topologyKeys: ['example.com/zone'] }] } },
      { spec: { drivers: [{ name: 'other.example.com', nodeID: 'n', topologyKeys: null }] } },
    ],
  }),
  tried({
    object: NAME,
    name: 'csi-storage-capacities',
    path: `${STORAGE}/namespaces/{ns}/csistoragecapacities`,
    objects: [
      capacity({ storageClassName: 'fast', capacity: '1024Mi', nodeTopology: { matchLabels: { a: 'b' } } }),
      capacity({}),
      capacity({ storageClassName: 'Bad_', capacity: '-1' }),
      capacity({ storageClassName: 'a', nodeTopology: { matchExpressions: [{ key: 'a', operator: 'Near' }] } }),
    ],
    changes: [{ capacity: '2Gi', maximumVolumeSize: '1Gi' }, { storageClassName: 'slow' }],
  }),
  tried({
    object: NAME,
    name: 'volume-attachments',
    path: `${STORAGE}/volumeattachments`,
    objects: [
      attachment({}),
      attachment({ attacher: '', source: {}, nodeName: '' }),
      attachment({ attacher: 'Bad_', source: { persistentVolumeName: 'Bad_' }, nodeName: 'Bad_' }),
      attachment({ source: { persistentVolumeName: '' } }),
      object('VolumeAttachment', {}),
    ],
    changes: [{ spec: { nodeName: 'other' } }, { metadata: { labels: { a: 'b' } }, status: { attached: true } }],
    statuses: [
      { metadata: { labels: { c: 'd' } }, status: { attached: true, attachmentMetadata: { a: 'b' } } },
      { status: { attachError: { message: 'x', errorCode: 3 } }, spec: { nodeName: 'other' } },
      { status: { detachError: { message: 'x'.repeat(2000) } } },
    ],
  }),
  tried({
    object: NAME,
    name: 'volume-attributes-classes',
    path: `${STORAGE}/volumeattributesclasses`,
    objects: [
      attributes({ driverName: 'CSI.example.com', parameters: { iops: '100' } }),
      attributes({ driverName: '', parameters: {} }),
      attributes({ driverName: 'Bad_/', parameters: { '': 'x' } }),
      attributes({ driverName: 'a', parameters: { a: 'x'.repeat(300_000) } }),
    ],
    changes: [{ driverName: 'other' }, { parameters: { iops: '200' } }, { metadata: { labels: { a: 'b' } } }],
  }),
  {
    name: 'storage-discovery',
    steps: [get(STORAGE)],
  },
];
