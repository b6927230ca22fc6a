import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject, setField } from '../object/kube-object.ts';
import type { Schema } from '../schema/schema.ts';
import type { ListAtom, MapAtom } from './atom.ts';
import { atomOf, fieldSchema, isParted, itemElement } from './atom.ts';
import type { PathElement } from './path-element.ts';

/** An object with a configuration laid over it, by the kind's schema. Shares what it does not change. @throws MissingKey */
export function mergeConfiguration(live: unknown, applied: unknown, schema: Schema | undefined): unknown {
  if (applied === undefined) return live;
  const atom = atomOf(applied, schema);
  if (live === undefined || live === null || !isParted(atom)) return applied;
  if (atomOf(live, schema).kind !== atom.kind) return applied;
  return atom.kind === 'list'
    ? mergeLists(live as unknown[], (applied ?? []) as unknown[], atom)
    : mergeMaps(live as JsonObject, applied, atom);
}

function mergeMaps(live: JsonObject, applied: unknown, atom: MapAtom): JsonObject {
  const merged = { ...live };
  for (const [name, value] of Object.entries(isJsonObject(applied) ? applied : {})) {
    const before = Object.hasOwn(live, name) ? live[name] : undefined;
    setField(merged, name, mergeConfiguration(before, value, fieldSchema(atom, name)));
  }
  return merged;
}

type Item = { readonly element: PathElement; readonly value: unknown };

/** Applied items come in their own order; live ones that are not applied stay behind what they were behind. */
function mergeLists(live: readonly unknown[], applied: readonly unknown[], atom: ListAtom): unknown[] {
  const toItem = (value: unknown): Item => ({ element: itemElement(value, atom), value });
  return new ListMerge(live.map(toItem), applied.map(toItem), atom).run();
}

class ListMerge {
  readonly #live: readonly Item[];
  readonly #applied: readonly Item[];
  readonly #atom: ListAtom;
  readonly #liveByElement: ReadonlyMap<PathElement, unknown>;
  readonly #appliedElements: ReadonlySet<PathElement>;
  readonly #result: unknown[] = [];
  /** The live item that comes next. */
  #at = 0;

  constructor(live: readonly Item[], applied: readonly Item[], atom: ListAtom) {
    this.#live = live;
    this.#applied = applied;
    this.#atom = atom;
    // Of live items with the same keys the first counts.
    this.#liveByElement = new Map(live.toReversed().map(({ element, value }) => [element, value]));
    this.#appliedElements = new Set(applied.map(({ element }) => element));
  }

  run(): unknown[] {
    const shared = this.#nextShared();
    this.#applied.forEach(({ element, value }, index) => {
      this.#takeLive(element, shared[index]);
      this.#result.push(mergeConfiguration(this.#liveByElement.get(element), value, this.#atom.items));
    });
    this.#takeRest();
    return this.#result;
  }

  /** For each applied item the first from there on that is live, too. */
  #nextShared(): (PathElement | undefined)[] {
    let next: PathElement | undefined;
    const shared = this.#applied.toReversed().map(({ element }) => {
      if (this.#liveByElement.has(element)) next = element;
      return next;
    });
    return shared.reverse();
  }

  /** Takes the live items that come before an applied one. */
  #takeLive(until: PathElement, nextShared: PathElement | undefined): void {
    for (; this.#at < this.#live.length; this.#at++) {
      const { element, value } = this.#live[this.#at] as Item;
      const isApplied = this.#appliedElements.has(element);
      if (!isApplied) this.#result.push(value);
      const ends = isApplied && (nextShared === undefined || nextShared === element);
      if (!ends) continue;
      // One that is still to come stays where it is.
      if (element === until || nextShared === undefined) this.#at++;
      return;
    }
  }

  #takeRest(): void {
    for (const { element, value } of this.#live.slice(this.#at)) {
      if (!this.#appliedElements.has(element)) this.#result.push(value);
    }
  }
}
