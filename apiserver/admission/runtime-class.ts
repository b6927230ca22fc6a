import { forbiddenRequest } from '../errors/index.ts';
import { objectsIn, specOf, textAt, valueAt } from '../kinds/builtin/fields.ts';
import { pod } from '../kinds/builtin/pod.ts';
import { compareQuantities } from '../kinds/builtin/quantity.ts';
import { runtimeClass } from '../kinds/builtin/runtime-class.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import { cloneJson, isJsonObject } from '../object/kube-object.ts';
import type { Admission, AdmissionRequest } from '../rest/dependencies.ts';
import { objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { Store } from '../storage/index.ts';
import { mergeTolerations } from './merge-tolerations.ts';

/** A pod's runtime class must be there, says what it costs, and where it runs (admission plugin RuntimeClass). */
export function runtimeClassAdmission(store: Store): Admission {
  return {
    mutate: async (request) => {
      const spec = newPodSpec(request);
      if (!spec) return;
      const runtime = await findClass(store, request, spec);
      if (runtime) applyClass(request, spec, runtime);
    },
    validate: async (request) => {
      const spec = newPodSpec(request);
      if (!spec) return;
      checkOverhead(request, spec, await findClass(store, request, spec));
    },
  };
}

function newPodSpec({ resource, operation, subresource, object }: AdmissionRequest): JsonObject | undefined {
  return resource === pod && operation === 'CREATE' && subresource === '' && object ? specOf(object) : undefined;
}

/** @throws StatusError 403 for one that is not there */
async function findClass(store: Store, request: AdmissionRequest, spec: JsonObject): Promise<KubeObject | undefined> {
  if (spec['runtimeClassName'] === undefined) return undefined;
  const name = textAt(spec, 'runtimeClassName');
  const record = await store.get(objectKey(runtimeClass, '', name));
  if (record) return decodeRecord(record);
  throw refusal(request, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
}

const MISMATCH = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

function applyClass(request: AdmissionRequest, spec: JsonObject, runtime: KubeObject): void {
  const { overhead, scheduling } = runtime;
  if (isJsonObject(overhead)) {
    const own = amountsOf(spec['overhead']);
    const fixed = amountsOf(overhead['podFixed']);
    if (Object.keys(own).length > 0 && !isSame(own, fixed)) throw refusal(request, MISMATCH);
    if (Object.keys(fixed).length > 0) spec['overhead'] = cloneJson(fixed);
  }
  if (isJsonObject(scheduling)) schedule(request, spec, scheduling);
}

function schedule(request: AdmissionRequest, spec: JsonObject, scheduling: JsonObject): void {
  const selector = { ...(spec['nodeSelector'] as Record<string, string> | undefined) };
  for (const [key, value] of Object.entries((scheduling['nodeSelector'] ?? {}) as Record<string, string>)) {
    const own = selector[key];
    if (own !== undefined && own !== value) {
      const wanted = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}`;
      throw refusal(request, `conflict: ${wanted}; pod.spec.nodeSelector[${key}] = ${own}`);
    }
    selector[key] = value;
  }
  const tolerations = mergeTolerations(objectsIn(spec['tolerations']), objectsIn(scheduling['tolerations']));
  if (Object.keys(selector).length > 0) spec['nodeSelector'] = selector;
  if (tolerations.length > 0) spec['tolerations'] = cloneJson(tolerations);
}

/** Only a class says what a pod costs beyond its containers. @throws StatusError 403 */
function checkOverhead(request: AdmissionRequest, spec: JsonObject, runtime: KubeObject | undefined): void {
  const { overhead } = spec;
  if (!isJsonObject(runtime?.['overhead'])) {
    if (overhead === undefined) return;
    throw refusal(request, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
  }
  if (!isSame(amountsOf(overhead), amountsOf(valueAt(runtime, 'overhead', 'podFixed')))) {
    throw refusal(request, MISMATCH);
  }
}

type Amounts = Readonly<Record<string, string>>;

const amountsOf = (value: unknown): Amounts => (isJsonObject(value) ? (value as Amounts) : {});

function isSame(a: Amounts, b: Amounts): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => b[name] !== undefined && compareQuantities(a[name] ?? '0', b[name]) === 0);
}

const refusal = ({ name }: AdmissionRequest, cause: string): Error =>
  forbiddenRequest({ group: '', resource: 'pods' }, name, cause);
