import type { KubeObject } from '../../object/kube-object.ts';
import { isJsonObject, toTime } from '../../object/kube-object.ts';
import { persistentVolumeColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { objectAt, setAbsent, specOf } from './fields.ts';
import { volumeChangeErrors, volumeErrors, volumeWarnings } from './validation/persistent-volume.ts';

export const persistentVolume = builtin({
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  shortNames: ['pv'],
  namespaced: false,
  hasStatus: true,
  definition: 'io.k8s.api.core.v1.PersistentVolume',
  columns: persistentVolumeColumns,
  strategy: {
    returnsDeleted: true,
    setDefaults: (object) => {
      const spec = specOf(object);
      setAbsent(spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
      if (isJsonObject(spec['hostPath'])) setAbsent(spec['hostPath'], { type: '' });
    },
    prepareCreate: (object) => void (object['status'] = { phase: 'Pending', [TRANSITION]: toTime(new Date()) }),
    prepareStatusUpdate: noteTransition,
    warnings: volumeWarnings,
    errors: volumeErrors,
    updateErrors: volumeChangeErrors,
  },
});

const TRANSITION = 'lastPhaseTransitionTime';

/** When the phase changed, unless who changed it says so. */
function noteTransition(object: KubeObject, old: KubeObject): void {
  const [status, before] = [objectAt(object, 'status'), objectAt(old, 'status')];
  if (status['phase'] === before['phase']) {
    if (before[TRANSITION]) status[TRANSITION] ??= before[TRANSITION];
  } else if (!status[TRANSITION] || status[TRANSITION] === before[TRANSITION]) {
    status[TRANSITION] = toTime(new Date());
  }
}
