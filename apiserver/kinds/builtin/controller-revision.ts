import type { FieldError } from '../../errors/index.ts';
import { required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { revisionColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { fields, notNegative } from './validation/checks.ts';
import { immutableFieldErrors } from './validation/immutable.ts';

export const controllerRevision = builtin({
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  definition: 'io.k8s.api.apps.v1.ControllerRevision',
  columns: revisionColumns,
  strategy: {
    errors: (object) => [...RULES(object, ''), ...dataErrors(object)],
    updateErrors: (object, old) => [...RULES(object, ''), ...immutableFieldErrors(object, old, ['data'], '')],
  },
});

const RULES = fields({ revision: notNegative });

function dataErrors({ data }: KubeObject & { readonly data?: unknown }): FieldError[] {
  if (isJsonObject(data)) return [];
  const isNone = data === undefined || data === null;
  return [required('data', isNone ? 'data is mandatory' : 'data must be a valid JSON object')];
}
