import type { FieldError } from '../errors/index.ts';
import { badRequest, invalid, invalidObject, notSupported } from '../errors/index.ts';
import { isJsonObject } from '../object/kube-object.ts';

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

/** @throws StatusError if it is no DeleteOptions, or asks for what contradicts itself */
export function parseDeleteOptions(input: unknown): DeleteOptions {
  if (!isJsonObject(input)) throw badRequest('the body of a deletion must be DeleteOptions');
  if (input['kind'] !== undefined && input['kind'] !== 'DeleteOptions') {
    throw badRequest(`no kind ${JSON.stringify(input['kind'])} is registered for a deletion's options`);
  }
  const errors = optionErrors(input);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  return input;
}

function optionErrors(input: { readonly [field: string]: unknown }): FieldError[] {
  const { orphanDependents, propagationPolicy, dryRun, gracePeriodSeconds } = input;
  const errors: FieldError[] = [];
  if (gracePeriodSeconds !== undefined && !Number.isInteger(gracePeriodSeconds)) {
    errors.push(invalid('gracePeriodSeconds', gracePeriodSeconds, 'must be an integer'));
  }
  if (orphanDependents !== undefined && propagationPolicy !== undefined) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalid('propagationPolicy', propagationPolicy, detail));
  }
  if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy as string)) {
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
