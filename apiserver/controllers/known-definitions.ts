import { asDefinition } from '../kinds/builtin/custom-resource-definition.ts';
import type { CustomResourceDefinition } from '../kinds/custom/definition.ts';

/** The definitions there are, as far as they were seen. */
export class KnownDefinitions {
  readonly #known = new Map<string, CustomResourceDefinition>();

  clear(): void {
    this.#known.clear();
  }

  /** What is seen late, after a later state of the same definition, is passed over. */
  remember(object: Parameters<typeof asDefinition>[0]): void {
    const definition = asDefinition(object);
    const before = this.#known.get(nameOf(definition));
    if (!before || versionOf(before) < versionOf(definition)) this.#known.set(nameOf(definition), definition);
  }

  forget(name: string): void {
    this.#known.delete(name);
  }

  ofGroup(group: string): CustomResourceDefinition[] {
    return [...this.#known.values()].filter(({ spec }) => spec.group === group);
  }
}

const nameOf = ({ metadata }: CustomResourceDefinition): string => metadata.name ?? '';
const versionOf = ({ metadata }: CustomResourceDefinition): number => Number(metadata.resourceVersion);
