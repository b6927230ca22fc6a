import type { FieldError } from '../errors/index.ts';
import { badRequest, invalid, invalidObject, notSupported } from '../errors/index.ts';
import { builtinSchema } from '../kinds/builtin/builtin-schema.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { cloneJson, isJsonObject } from '../object/kube-object.ts';
import { decodeTyped, TypeMismatch } from '../schema/decode-typed.ts';

export type PropagationPolicy = 'Orphan' | 'Background' | 'Foreground';

/** metav1.DeleteOptions. */
export type DeleteOptions = {
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly orphanDependents?: boolean;
  readonly propagationPolicy?: PropagationPolicy;
  readonly dryRun?: readonly string[];
};

const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan'];

const DELETE_OPTIONS = 'DeleteOptions';
const INT64 = 2 ** 63;

/** @param input what a body holds; null: nothing @throws StatusError if it is no DeleteOptions, or asks for what contradicts itself */
export function parseDeleteOptions(input: unknown): DeleteOptions {
  const options = cloneJson(input ?? {});
  if (!isJsonObject(options)) throw badRequest('the body of a deletion must be DeleteOptions');
  checkKind(options);
  decodeFields(options);
  const errors = optionErrors(options);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: DELETE_OPTIONS }, '', errors);
  return options;
}

/** Nulls vanish. @throws StatusError 400 */
function decodeFields(options: JsonObject): void {
  try {
    decodeTyped(options, builtinSchema(`io.k8s.apimachinery.pkg.apis.meta.v1.${DELETE_OPTIONS}`), DELETE_OPTIONS);
    const seconds = Number(options['gracePeriodSeconds'] ?? 0);
    if (Math.abs(seconds) < INT64) return;
    throw new TypeMismatch(DELETE_OPTIONS, 'gracePeriodSeconds', `number ${seconds}`, 'int64');
  } catch (error) {
    throw badRequest((error as Error).message);
  }
}

/** They belong to every group and version, and need not say so. */
function checkKind({ apiVersion, kind }: JsonObject): void {
  if (typeof apiVersion === 'string' && apiVersion.split('/').length > 2) {
    throw badRequest(`unexpected GroupVersion string: ${apiVersion}`);
  }
  if (typeof kind !== 'string' || kind === '' || kind === DELETE_OPTIONS) return;
  throw badRequest(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion ?? '')}`);
}

function optionErrors({ orphanDependents, propagationPolicy, dryRun }: DeleteOptions): FieldError[] {
  const errors: FieldError[] = [];
  if (orphanDependents !== undefined && propagationPolicy !== undefined) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalid('propagationPolicy', propagationPolicy, detail));
  }
  if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy)) {
    errors.push(notSupported('propagationPolicy', propagationPolicy, [...POLICIES, 'nil']));
  }
  return [...errors, ...dryRunErrors(dryRun)];
}

/** A dryRun list is empty or says All. */
export function dryRunErrors(dryRun: unknown): FieldError[] {
  const list = (dryRun ?? []) as readonly unknown[];
  return list.every((item) => item === 'All') ? [] : [notSupported('dryRun', list, ['All'])];
}

const GC_FINALIZERS: readonly string[] = ['orphan', 'foregroundDeletion'];

/** Whether a client says what becomes of an object's dependents. */
export const saysPropagation = ({ orphanDependents, propagationPolicy }: DeleteOptions): boolean =>
  orphanDependents !== undefined || propagationPolicy !== undefined;

/**
 * The finalizers an object being deleted gets: its own, and the one that makes the garbage collector do as asked.
 * @param orphans whether its dependents stay where nobody says what becomes of them
 */
export function deletionFinalizers(finalizers: readonly string[], options: DeleteOptions, orphans: boolean): string[] {
  const others = finalizers.filter((name) => !GC_FINALIZERS.includes(name));
  const isOpen = orphans && !saysPropagation(options);
  const wanted = gcFinalizer(finalizers, options) ?? (isOpen ? 'orphan' : undefined);
  return wanted === undefined ? others : [...others, wanted];
}

function gcFinalizer(finalizers: readonly string[], options: DeleteOptions): string | undefined {
  if (options.orphanDependents !== undefined) return options.orphanDependents ? 'orphan' : undefined;
  if (options.propagationPolicy === 'Orphan') return 'orphan';
  if (options.propagationPolicy === 'Foreground') return 'foregroundDeletion';
  if (options.propagationPolicy === 'Background') return undefined;
  return finalizers.find((name) => GC_FINALIZERS.includes(name));
}
