import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject, setField } from '../object/kube-object.ts';

export type Container = JsonObject | unknown[];

/** A field of an object or an item of a list, which need not be there. */
export type Place = { readonly container: Container; readonly key: string };

export const isContainer = (value: unknown): value is Container => Array.isArray(value) || isJsonObject(value);

/** Where a JSON pointer leads; undefined for the whole, and where something on the way is missing. */
export function placeAt(root: Container, pointer: string): Place | undefined {
  const keys = pointer.split('/').slice(1).map(unescapeKey);
  const key = keys.pop();
  if (key === undefined) return undefined;
  let container = root;
  for (const name of keys) {
    const next = readAt({ container, key: name });
    if (!isContainer(next)) return undefined;
    container = next;
  }
  return { container, key };
}

const unescapeKey = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');

/** What is there: null for a field that is missing, undefined for an item that is. */
export function readAt({ container, key }: Place): unknown {
  if (!Array.isArray(container)) return Object.hasOwn(container, key) ? container[key] : null;
  const index = indexOf(key, container.length);
  return index === undefined ? undefined : container[index];
}

/** Sets a field, or puts an item before the one that is there. @returns whether it can be done */
export function addAt({ container, key }: Place, value: unknown): boolean {
  if (!Array.isArray(container)) return set(container, key, value);
  const index = key === '-' ? container.length : indexOf(key, container.length + 1);
  if (index === undefined) return false;
  container.splice(index, 0, value);
  return true;
}

/** @returns whether there is something to replace; a field need not be there */
export function replaceAt({ container, key }: Place, value: unknown): boolean {
  if (!Array.isArray(container)) return set(container, key, value);
  const index = indexOf(key, container.length);
  if (index === undefined) return false;
  container[index] = value;
  return true;
}

/** @returns whether there was something to remove */
export function removeAt({ container, key }: Place): boolean {
  if (!Array.isArray(container)) return Object.hasOwn(container, key) && delete container[key];
  const index = indexOf(key, container.length);
  if (index === undefined) return false;
  container.splice(index, 1);
  return true;
}

function set(object: JsonObject, name: string, value: unknown): true {
  setField(object, name, value);
  return true;
}

/** As Go reads one: signs and zeros before it are fine, and a negative one counts from the end. */
function indexOf(key: string, length: number): number | undefined {
  if (!/^[+-]?\d+$/.test(key)) return undefined;
  const number = Number(key);
  const index = number < 0 ? number + length : number;
  return index >= 0 && index < length ? index : undefined;
}
