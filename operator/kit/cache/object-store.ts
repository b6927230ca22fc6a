import type { KubernetesObject } from '../../../resources/kind.ts';
import { keyOf } from '../object-key.ts';

/** The values under which an index finds an object, e.g. the names of the volumes that a pod mounts. */
export type IndexFunction<T> = (object: T) => readonly string[];

/** What a cache answers. Objects are frozen and shared: copy before changing. */
export interface ObjectReader<T> {
  /** `key` is `namespace/name`, or the name alone for cluster-scoped kinds. */
  get(key: string): T | undefined;
  /** Those of one namespace, or all. */
  list(namespace?: string): T[];
  /** Those that the index lists under the value. Throws RangeError when there is no such index. */
  byIndex(index: string, value: string): T[];
  readonly size: number;
}

/** Objects by key, and by any number of indexes that are kept up to date. */
export class ObjectStore<T extends KubernetesObject> implements ObjectReader<T> {
  readonly #objects = new Map<string, T>();
  readonly #functions = new Map<string, IndexFunction<T>>();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): T | undefined {
    return this.#objects.get(key);
  }

  list(namespace?: string): T[] {
    const all = [...this.#objects.values()];
    return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace);
  }

  byIndex(index: string, value: string): T[] {
    const keys = this.#index(index).get(value) ?? [];
    return [...keys].flatMap((key) => this.#objects.get(key) ?? []);
  }

  keys(): string[] {
    return [...this.#objects.keys()];
  }

  /** Add an index, also over what is stored already. Throws RangeError when its name is taken by another function. */
  addIndex(name: string, valuesOf: IndexFunction<T>): void {
    const present = this.#functions.get(name);
    if (present === valuesOf) return;
    if (present) throw new RangeError(`there is another index "${name}"`);
    this.#functions.set(name, valuesOf);
    this.#indexes.set(name, new Map());
    for (const [key, object] of this.#objects) this.#enter(name, key, object);
  }

  /** Store the object; the answer is what it replaces. */
  put(object: T): T | undefined {
    const key = keyOf(object);
    const old = this.#objects.get(key);
    for (const name of this.#functions.keys()) {
      if (old) this.#leave(name, key, old);
      this.#enter(name, key, object);
    }
    this.#objects.set(key, object);
    return old;
  }

  /** Remove the object; the answer is what was stored. */
  delete(key: string): T | undefined {
    const old = this.#objects.get(key);
    if (!old) return undefined;
    for (const name of this.#functions.keys()) this.#leave(name, key, old);
    this.#objects.delete(key);
    return old;
  }

  #enter(name: string, key: string, object: T): void {
    const index = this.#index(name);
    for (const value of this.#functions.get(name)?.(object) ?? []) {
      const keys = index.get(value) ?? new Set();
      index.set(value, keys.add(key));
    }
  }

  #leave(name: string, key: string, object: T): void {
    const index = this.#index(name);
    for (const value of this.#functions.get(name)?.(object) ?? []) {
      index.get(value)?.delete(key);
      if (index.get(value)?.size === 0) index.delete(value);
    }
  }

  #index(name: string): Map<string, Set<string>> {
    const index = this.#indexes.get(name);
    if (!index) throw new RangeError(`there is no index "${name}"`);
    return index;
  }
}
