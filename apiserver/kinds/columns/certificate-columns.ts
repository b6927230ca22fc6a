import { humanDuration } from '../../object/human-duration.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { objectsIn, textAt, valueAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, NONE } from './column.ts';

const MS = 1000;

export const certificateRequestColumns: readonly Column[] = [
  AGE,
  column('SignerName', (object) => textAt(object, 'spec', 'signerName') || NONE),
  column('Requestor', (object) => textAt(object, 'spec', 'username')),
  column('RequestedDuration', (object) => {
    const seconds = valueAt(object, 'spec', 'expirationSeconds');
    return typeof seconds === 'number' ? humanDuration(seconds * MS) : NONE;
  }),
  column('Condition', condition),
];

function condition(object: KubeObject): string {
  const types = objectsIn(valueAt(object, 'status', 'conditions')).map(({ type }) => type);
  const decision = ['Denied', 'Approved'].find((type) => types.includes(type)) ?? 'Pending';
  const isIssued = textAt(object, 'status', 'certificate') !== '';
  return [decision, ...(types.includes('Failed') ? ['Failed'] : []), ...(isIssued ? ['Issued'] : [])].join(',');
}
