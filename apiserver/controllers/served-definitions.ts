import type { CustomResourceDefinition } from '../kinds/custom/definition.ts';
import { hasCondition } from '../kinds/custom/definition.ts';
import { toResources } from '../kinds/custom/to-resources.ts';
import type { Kinds } from '../kinds/kinds.ts';
import { equalJson } from '../object/kube-object.ts';

type Served = Pick<CustomResourceDefinition, 'spec'> & {
  readonly names: unknown;
  readonly isDeleting: boolean;
  /** See Resource. */
  readonly since: number;
};

/** Puts what established definitions define among the kinds that are served, and takes it away with them. */
export class ServedDefinitions {
  readonly #kinds: Kinds;
  readonly #served = new Map<string, Served>();

  constructor(kinds: Kinds) {
    this.#kinds = kinds;
  }

  /** @param revision of the write that made the definition what it is */
  serve(definition: CustomResourceDefinition, revision: number): void {
    if (!hasCondition(definition, 'Established')) return;
    const { metadata, spec, status } = definition;
    const before = this.#served.get(keyOf(definition));
    const names = status?.acceptedNames;
    const isDeleting = metadata.deletionTimestamp !== undefined;
    const isSame = before && equalJson(before.spec, spec) && equalJson(before.names, names);
    if (isSame && before.isDeleting === isDeleting) return;
    const since = isSame ? before.since : revision;
    this.#served.set(keyOf(definition), { spec, names, isDeleting, since });
    this.#kinds.replace(spec.group, spec.names.plural, toResources(definition, since));
  }

  withdraw(definition: CustomResourceDefinition): void {
    this.#served.delete(keyOf(definition));
    this.#kinds.replace(definition.spec.group, definition.spec.names.plural, []);
  }
}

const keyOf = ({ metadata }: CustomResourceDefinition): string => metadata.name ?? '';
