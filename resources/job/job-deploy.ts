import { Type, type Static } from 'typebox';
import { ObjectName, Opaque, OneOf, Quantity, ResourceAmount } from '../schema/common.ts';
import { aboveZero, rules } from '../schema/validation-rule.ts';

const Image = (description: string) => Type.Optional(Type.String({ description, minLength: 1, maxLength: 512 }));

const ResourceAmounts = (description: string) =>
  Type.Optional(Type.Record(Type.String(), ResourceAmount, { description }));

/** How the pod of a Job is made. Names follow kubesync's `spec.deploy`, and core/v1 PodSpec where that has one. */
export const JobDeploy = Type.Object(
  {
    image: Image('Image of the worker.'),
    imagePullPolicy: Type.Optional(
      OneOf(['Always', 'IfNotPresent', 'Never'], { description: 'As in core/v1 Container.' }),
    ),
    imagePullSecrets: Type.Array(ObjectName({ description: 'Secret with registry credentials.' }), {
      description: 'Secrets for pulling the images.',
      default: [],
      maxItems: 16,
      'x-kubernetes-list-type': 'set',
    }),
    nodeName: Type.Optional(ObjectName({ description: 'Node that the pod must run on.' })),
    nodeSelector: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 63 }), { description: 'Labels a node must have.' }),
    ),
    affinity: Type.Optional(Opaque<Record<string, unknown>>({ description: 'As in core/v1 PodSpec.' })),
    tolerations: Type.Optional(
      Type.Array(Opaque<Record<string, unknown>>({ description: 'As in core/v1 PodSpec.' }), {
        description: 'As in core/v1 PodSpec.',
        maxItems: 32,
      }),
    ),
    resources: Type.Optional(
      Type.Object(
        {
          requests: ResourceAmounts('What the node sets aside.'),
          limits: ResourceAmounts('What the container cannot exceed.'),
        },
        { description: 'CPU and memory of the worker, as in core/v1 Container.' },
      ),
    ),
    disableFront: Type.Boolean({ description: 'Do not serve the files by HTTP.', default: false }),
    frontImage: Image('Image of the HTTP file server.'),
    disableRsync: Type.Boolean({ description: 'Do not serve the files by rsync.', default: false }),
    rsyncImage: Image('Image of the rsync server.'),
  },
  { description: 'The pod of the Job.', default: {} },
);

/** The claim that holds the data. */
export const JobVolume = Type.Object(
  {
    size: Quantity({
      description: 'Size of the claim; it can only grow.',
      default: '50Gi',
      ...rules(aboveZero('spec.volume.size', 'write what the mirror may take, such as 50Gi'), {
        rule: 'quantity(self).compareTo(quantity(oldSelf)) >= 0',
        message: 'spec.volume.size: a volume can only grow',
      }),
    }),
    storageClass: Type.Optional(ObjectName({ description: "Storage class; the cluster's default when left out." })),
    accessMode: OneOf(['ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'], {
      description: 'Access mode of the claim.',
      default: 'ReadWriteOnce',
      ...rules({
        rule: 'self == oldSelf',
        message: 'spec.volume.accessMode: cannot be changed once the volume exists',
      }),
    }),
  },
  {
    description: 'The claim that holds the data.',
    default: {},
    ...rules({
      rule:
        'has(self.storageClass) == has(oldSelf.storageClass) && ' +
        '(!has(self.storageClass) || self.storageClass == oldSelf.storageClass)',
      message: 'spec.volume.storageClass: cannot be changed once the volume exists',
      fieldPath: '.storageClass',
    }),
  },
);

export type JobDeploy = Static<typeof JobDeploy>;
export type JobVolume = Static<typeof JobVolume>;
