import { readFileSync } from 'node:fs';

/** How a built-in kind's field is encoded (the Go struct it is in Kubernetes). */
export type GoField = {
  /** In JSON; empty for a struct whose fields are inlined. */
  readonly name: string;
  /** In protobuf. */
  readonly number: number;
  readonly isPointer: boolean;
  readonly shape: 'single' | 'list' | 'map';
  /** A scalar (`string`, `bool`, `int`, `double`, `bytes`), a special type (`Time`, `Quantity`, …), or a message's name. */
  readonly type: string;
  /** Whether JSON leaves out an empty value; `zero`: an empty struct too. */
  readonly omits: 'never' | 'empty' | 'zero';
};

type Entry = readonly [name: string, number: number, type: string, omit: 0 | 1 | 2];

const OMITS = ['never', 'empty', 'zero'] as const;

let entries: Record<string, readonly Entry[]> | undefined;
const messages = new Map<string, readonly GoField[]>();

function load(): Record<string, readonly Entry[]> {
  const text = readFileSync(new URL('go-types.json', import.meta.url), 'utf8');
  return (entries ??= JSON.parse(text) as Record<string, readonly Entry[]>);
}

/** @param name such as `io.k8s.api.core.v1.Pod` @returns undefined if it is no message */
export function goMessage(name: string): readonly GoField[] | undefined {
  const known = messages.get(name);
  if (known) return known;
  const fields = (entries ?? load())[name]?.map(toField);
  if (fields) messages.set(name, fields);
  return fields;
}

/** Names of all messages. */
export function goMessageNames(): string[] {
  return Object.keys(entries ?? load());
}

function toField([name, number, text, omit]: Entry): GoField {
  const [, pointer, shape, type = ''] = /^(\*?)(\[\]|\{\})?(.*)$/.exec(text) ?? [];
  return {
    name,
    number,
    isPointer: pointer === '*',
    shape: shape === undefined ? 'single' : shape === '[]' ? 'list' : 'map',
    type,
    omits: OMITS[omit],
  };
}
