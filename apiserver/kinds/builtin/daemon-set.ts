import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { daemonSetColumns } from '../columns/workload-columns.ts';
import { objectAt, setAbsent, specOf } from './fields.ts';
import { notNegative } from './validation/checks.ts';
import { templateWarnings } from './validation/fractional-bytes.ts';
import { daemonSetStrategy } from './validation/rollout.ts';
import { workload } from './workload.ts';

/** The deprecated count of a DaemonSet's templates. */
const GENERATION = 'deprecated.daemonset.template.generation';

export const daemonSet = workload({
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  definition: 'io.k8s.api.apps.v1.DaemonSet',
  columns: daemonSetColumns,
  setDefaults,
  rules: { minReadySeconds: notNegative, revisionHistoryLimit: notNegative, updateStrategy: daemonSetStrategy },
  needsSelector: false,
  setMetadataDefaults: ({ metadata }) => void ((metadata.annotations ??= {})[GENERATION] ??= '0'),
  prepareCreate: (object) => setGeneration(object, 1),
  prepareUpdate: countTemplates,
  // Only of another template.
  warnings: (object, old) =>
    generationOf(object) === generationOf(old) ? [] : templateWarnings('spec.template')(object),
});

function setDefaults(spec: JsonObject): void {
  setAbsent(spec, { revisionHistoryLimit: 10 });
  const strategy = objectAt(spec, 'updateStrategy');
  setAbsent(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] !== 'RollingUpdate') return;
  setAbsent(objectAt(strategy, 'rollingUpdate'), { maxUnavailable: 1, maxSurge: 0 });
}

const generationOf = (object: KubeObject | undefined): string | undefined => object?.metadata.annotations?.[GENERATION];

function setGeneration({ metadata }: KubeObject, generation: number): void {
  metadata.annotations = { ...metadata.annotations, [GENERATION]: String(generation) };
}

function countTemplates(object: KubeObject, old: KubeObject): void {
  const before = Number(generationOf(old) ?? 0);
  const isChanged = !equalJson(specOf(object)['template'], specOf(old)['template']);
  setGeneration(object, isChanged ? before + 1 : before);
}
