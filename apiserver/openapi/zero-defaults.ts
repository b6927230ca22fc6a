import type { GoField } from '../kinds/builtin/go-types.ts';
import { goMessage } from '../kinds/builtin/go-types.ts';

/** Defaults of a field of a built-in kind, of the items in it, and of those in lists in it. */
export type ZeroDefaults = { readonly own?: unknown; readonly items?: unknown; readonly nested?: unknown };

const ZEROS: Readonly<Record<string, unknown>> = { string: '', int: 0, double: 0, bool: false };
const LIST: Readonly<Record<string, ZeroDefaults>> = { items: { items: {} }, metadata: { own: {} } };

/**
 * What kube-apiserver's description gives as defaults where nobody wrote any: what Go's structs hold that were not filled in
 * (kube-openapi, generators).
 * @param name such as `io.k8s.api.core.v1.Pod` @returns by field; nothing for what is no message, nor a list of them
 */
export function zeroDefaults(name: string): Readonly<Record<string, ZeroDefaults>> {
  const fields = fieldsOf(name);
  if (fields.length === 0) return name.endsWith('List') ? LIST : {};
  return Object.fromEntries(fields.map((field) => [field.name, defaultsOf(field)]));
}

const fieldsOf = (name: string): readonly GoField[] =>
  (goMessage(name) ?? []).flatMap((field) => (field.name === '' ? fieldsOf(field.type) : [field]));

const zeroOf = (type: string): unknown => (type in ZEROS ? ZEROS[type] : goMessage(type) && {});

function defaultsOf({ type, shape, isPointer, omits }: GoField): ZeroDefaults {
  if (type === 'Strings') return { nested: '' };
  if (shape !== 'single') return { items: zeroOf(type) };
  // A struct is there even where an empty value is left out.
  return isPointer || (type in ZEROS && omits !== 'never') ? {} : { own: zeroOf(type) };
}
