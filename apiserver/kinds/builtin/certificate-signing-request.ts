import { copyField, keepAllBut } from '../../object/keep-fields.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { User } from '../../object/user.ts';
import { certificateRequestColumns } from '../columns/certificate-columns.ts';
import { keepDecisions, setConditionTimes } from './certificates/conditions.ts';
import { requestErrors, requestUpdateErrors } from './certificates/errors.ts';
import { builtin } from './define.ts';
import { objectAt, specOf } from './fields.ts';

const KIND = { group: 'certificates.k8s.io', version: 'v1', kind: 'CertificateSigningRequest' } as const;

export const certificateSigningRequest = builtin({
  ...KIND,
  plural: 'certificatesigningrequests',
  shortNames: ['csr'],
  namespaced: false,
  hasStatus: true,
  subresources: [{ name: 'approval', verbs: ['get', 'patch', 'update'], kind: KIND }],
  selectableFields: ['spec.signerName'],
  definition: 'io.k8s.api.certificates.v1.CertificateSigningRequest',
  columns: certificateRequestColumns,
  strategy: {
    nameErrors: () => [],
    prepareCreate,
    errors: (object) => requestErrors(object),
    updates: {
      // What is asked for never changes, and what is answered only through a subresource.
      '': {
        keep: keepAllBut([]),
        unowned: ['spec', 'status'],
        errors: (object, old) => requestUpdateErrors(object, old, {}),
      },
      status: {
        keep: keepAllBut(['status']),
        unowned: ['spec', 'status.conditions'],
        prepare: (object, old, now) => {
          keepDecisions(object, old);
          setConditionTimes(object, old, now);
        },
        errors: (object, old) => requestUpdateErrors(object, old, { isStatus: true }),
      },
      approval: {
        keep: (object, old) => {
          keepAllBut(['status'])(object, old);
          copyField(objectAt(object, 'status'), objectAt(old, 'status'), 'certificate');
        },
        unowned: ['spec', 'status.certificate'],
        prepare: setConditionTimes,
        errors: (object, old) => requestUpdateErrors(object, old, { isApproval: true }),
      },
    },
  },
});

/** Who asks is not for the client to say. */
function prepareCreate(object: KubeObject, { name, uid, groups, extra = {} }: User): void {
  const spec = specOf(object);
  for (const field of ['username', 'uid', 'groups', 'extra']) delete spec[field];
  Object.assign(spec, {
    username: name,
    ...(uid && { uid }),
    ...(groups.length > 0 && { groups: [...groups] }),
    ...(Object.keys(extra).length > 0 && { extra: { ...extra } }),
  });
  object['status'] = {};
}
