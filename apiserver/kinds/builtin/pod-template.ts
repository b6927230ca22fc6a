import type { FieldError } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { podTemplateColumns } from '../columns/workload-columns.ts';
import { builtin } from './define.ts';
import { objectAt, specOf } from './fields.ts';
import { setPodSpecDefaults } from './pod-spec-defaults.ts';
import { templateWarnings } from './validation/fractional-bytes.ts';
import { templateSpecErrors } from './validation/pod-spec.ts';

export const podTemplate = builtin({
  group: '',
  version: 'v1',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  definition: 'io.k8s.api.core.v1.PodTemplate',
  columns: podTemplateColumns,
  strategy: {
    countsGenerations: true,
    returnsDeleted: true,
    setDefaults: (object) => setPodSpecDefaults(templateSpec(object)),
    warnings: templateWarnings('template'),
    errors,
    updateErrors: errors,
  },
});

const templateSpec = (object: KubeObject): Record<string, unknown> => specOf(objectAt(object, 'template'));

function errors(object: KubeObject): FieldError[] {
  return templateSpecErrors(templateSpec(object), 'template.spec');
}
