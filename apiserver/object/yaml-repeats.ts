import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';

const MERGE = '<<';

/**
 * Fields that are given twice, in the words of Go's parser, each once: `line 3: key "a" already set in map`. One that is
 * merged (`<<`) is given as well.
 * @param lineOf the line of an offset, the first is 1
 */
export function repeatedKeys(document: Document.Parsed, lineOf: (offset: number) => number): string[] {
  const search = new Search(lineOf);
  search.visit(document.contents);
  return search.found;
}

class Search {
  readonly found: string[] = [];
  readonly #lineOf: (offset: number) => number;
  readonly #anchored = new Map<string, Node>();

  constructor(lineOf: (offset: number) => number) {
    this.#lineOf = lineOf;
  }

  visit(node: unknown): void {
    if (!isNode(node) || isAlias(node)) return;
    if (node.anchor !== undefined) this.#anchored.set(node.anchor, node);
    if (isMap(node)) this.#visitMap(node);
    else if (isSeq(node)) for (const item of node.items) this.visit(item);
  }

  #visitMap({ items }: YAMLMap): void {
    const seen = new Set<string>();
    for (const pair of items) {
      this.visit(pair.value);
      const given = isMerge(pair.key) ? this.#mergedPairs(pair.value) : [pair];
      for (const { key, value } of given) this.#give(key, value, seen);
    }
  }

  #mergedPairs(value: unknown): readonly Pair[] {
    const nodes: unknown[] = isSeq(value) ? value.items : [value];
    return nodes
      .map((node) => (isAlias(node) ? this.#anchored.get(node.source) : node))
      .flatMap((node) => (isMap(node) ? node.items : []));
  }

  #give(key: unknown, value: unknown, seen: Set<string>): void {
    if (!isScalar(key)) return;
    const text = typeof key.value === 'string' ? JSON.stringify(key.value) : String(key.value);
    const isRepeated = seen.size === seen.add(text).size;
    const [offset = 0] = (isNode(value) ? value : key).range ?? [];
    if (isRepeated) this.found.push(`line ${this.#lineOf(offset)}: key ${text} already set in map`);
  }
}

const isMerge = (key: unknown): boolean =>
  isScalar(key) && (key.value === MERGE || (typeof key.value === 'symbol' && key.value.description === MERGE));
