import type { FieldError } from '../../errors/index.ts';
import { duplicate } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { csiDriverColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent, specOf, textAt } from './fields.ts';
import type { Check } from './validation/checks.ts';
import { all, each, fields, judged, oneOf } from './validation/checks.ts';
import { immutableFieldErrors } from './validation/immutable.ts';

const DEFAULTS = {
  attachRequired: true,
  podInfoOnMount: false,
  storageCapacity: false,
  fsGroupPolicy: 'ReadWriteOnceWithFSType',
  volumeLifecycleModes: ['Persistent'],
  requiresRepublish: false,
  seLinuxMount: false,
};

export const csiDriver = builtin({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  namespaced: false,
  definition: 'io.k8s.api.storage.v1.CSIDriver',
  columns: csiDriverColumns,
  strategy: {
    updatesUnconditionally: false,
    returnsDeleted: true,
    setDefaults: (object) => setAbsent(specOf(object), DEFAULTS),
    // Behind a feature gate that is off.
    prepareCreate: (object) => void delete specOf(object)['nodeAllocatableUpdatePeriodSeconds'],
    prepareUpdate,
    errors: (object) => specErrors(specOf(object), 'spec'),
    updateErrors: (object, old) => {
      const [spec, before] = [specOf(object), specOf(old)];
      return [
        ...specErrors(spec, 'spec'),
        ...immutableFieldErrors(spec, before, ['attachRequired']).map(misnamed),
        ...immutableFieldErrors(spec, before, ['volumeLifecycleModes']),
      ];
    },
  },
});

/** A generation it has from its first change on. */
function prepareUpdate({ metadata, ...object }: KubeObject, old: KubeObject): void {
  delete specOf(object)['nodeAllocatableUpdatePeriodSeconds'];
  if (!equalJson(specOf(object), specOf(old))) metadata.generation = (old.metadata.generation ?? 0) + 1;
}

/** kube-apiserver's own slip. */
const misnamed = (error: FieldError): FieldError => ({ ...error, field: 'spec.attachedRequired' });

const SHORTEST_S = 600;
const LONGEST_S = 2 ** 32;

const seconds = judged<number>((value) => [
  ...(value < SHORTEST_S ? ['may not specify a duration less than 10 minutes'] : []),
  ...(value > LONGEST_S ? ['may not specify a duration larger than 2^32 seconds'] : []),
]);

/** Of no audience there is one too. */
const distinctAudiences: Check = (value, path) => {
  const audiences = objectsIn(value).map((request) => textAt(request, 'audience'));
  return audiences.flatMap((audience, index) =>
    audiences.indexOf(audience) < index ? [duplicate(`${path}[${index}].audience`, audience)] : [],
  );
};

const specErrors = fields({
  fsGroupPolicy: oneOf('File', 'None', 'ReadWriteOnceWithFSType'),
  tokenRequests: all(distinctAudiences, each(fields({ expirationSeconds: seconds }))),
  volumeLifecycleModes: (value, path) =>
    Array.isArray(value) ? value.flatMap((mode) => oneOf('Persistent', 'Ephemeral')(mode, path)) : [],
});
