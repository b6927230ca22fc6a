import type { Resource } from './resource.ts';
import { apiVersionOf } from './resource.ts';

/** The kinds that are served now. Custom ones come and go with their definitions. */
export class Kinds {
  readonly #resources = new Map<string, Resource>();
  readonly #listeners = new Set<() => void>();

  constructor(builtin: readonly Resource[]) {
    for (const resource of builtin) this.#resources.set(keyOf(resource), resource);
  }

  find(group: string, version: string, plural: string): Resource | undefined {
    return this.#resources.get(keyOf({ group, version, plural }));
  }

  findKind(apiVersion: string, kind: string): Resource | undefined {
    return this.all().find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion);
  }

  all(): Resource[] {
    return [...this.#resources.values()];
  }

  /** One version of each kind, the stored one where it is served: what a walk over every object needs. */
  stored(): Resource[] {
    const found = new Map<string, Resource>();
    for (const resource of this.all()) {
      const { group, plural, version, storageVersion, storedAs } = resource;
      const key = `${group}/${plural}`;
      if (!storedAs && (version === storageVersion || !found.has(key))) found.set(key, resource);
    }
    return [...found.values()];
  }

  versionsOf(group: string): string[] {
    return [...new Set(this.all().flatMap((resource) => (resource.group === group ? [resource.version] : [])))];
  }

  /** Whether a kind is the server's own: no definition takes its place. */
  isBuiltin(group: string, plural: string): boolean {
    return this.all().some((one) => one.decoding === 'typed' && one.group === group && one.plural === plural);
  }

  /** Puts all versions of one custom kind in the place of those served before; an empty list removes it. */
  replace(group: string, plural: string, versions: readonly Resource[]): void {
    if (this.isBuiltin(group, plural)) return;
    for (const [key, resource] of this.#resources) {
      if (resource.group === group && resource.plural === plural) this.#resources.delete(key);
    }
    for (const resource of versions) this.#resources.set(keyOf(resource), resource);
    for (const listener of this.#listeners) listener();
  }

  /** @returns the way to stop listening */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

function keyOf({ group, version, plural }: { group: string; version: string; plural: string }): string {
  return `${group}/${version}/${plural}`;
}
