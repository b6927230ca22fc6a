import { fieldError, invalid, invalidObject } from '../errors/index.ts';
import type { FieldError } from '../errors/index.ts';

/** In characters (apimachinery, validation.FieldManagerMaxLength). */
const LIMIT = 128;
const UNPRINTABLE = /[^\P{C}]|[^\S ]/u;

/** What a request says of field managers. */
export type ManagerOptions = {
  readonly fieldManager: string;
  /** Absent unless it is said. */
  readonly force?: boolean;
  /** CreateOptions, UpdateOptions, PatchOptions. */
  readonly kind: string;
  readonly isApply: boolean;
};

/** @throws StatusError 422 */
export function checkManagerOptions({ fieldManager, force, kind, isApply }: ManagerOptions): void {
  const errors = [
    ...nameErrors(fieldManager),
    ...(isApply && !fieldManager
      ? [fieldError({ type: 'required', field: 'fieldManager', detail: 'is required for apply patch' })]
      : []),
    ...(force !== undefined && !isApply
      ? [fieldError({ type: 'forbidden', field: 'force', detail: 'may not be specified for non-apply patch' })]
      : []),
  ];
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
}

function nameErrors(name: string): FieldError[] {
  const field = 'fieldManager';
  const errors: FieldError[] = [];
  if (name.length > LIMIT)
    errors.push(fieldError({ type: 'tooLong', field, detail: `may not be more than ${LIMIT} bytes` }));
  const at = [...name].findIndex((character) => UNPRINTABLE.test(character));
  if (at >= 0)
    errors.push(
      invalid(field, name, `invalid character: fieldManager should only contain printable characters, at ${at}`),
    );
  return errors;
}

/** Who a request is by: the manager it names, or its program, `kubectl` of `kubectl/v1.34.4 (linux/amd64)`. */
export function managerName(fieldManager: string, userAgent: string): string {
  if (fieldManager) return fieldManager;
  const printable = [...(userAgent.split('/')[0] ?? '')].filter((character) => !UNPRINTABLE.test(character));
  return printable.slice(0, LIMIT).join('') || 'unknown';
}
