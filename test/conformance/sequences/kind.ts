import type { Sequence, Step } from '../sequence.ts';
import { problemsOf } from './problems.ts';
import { get, patch, post, put, remove } from './requests.ts';

export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

export const object = (apiVersion: string, kind: string, spec?: unknown, name = 'one'): object => ({
  apiVersion,
  kind,
  metadata: { name },
  ...(spec !== undefined && { spec }),
});

/** Creates a good one, asks for it as a Table and changes it, and, in a sequence of its own, tries what is wrong. */
export function kind(
  name: string,
  path: string,
  [good, ...bad]: readonly object[],
  changes: readonly object[] = [],
): Sequence[] {
  const one = `${path}/one`;
  const steps: Step[] = [
    post(path, good),
    get(path, { accept: TABLE, select: rowsOf }),
    ...changes.map((change) => patch('merge', one, change)),
    remove(one, { propagationPolicy: 'Background' }),
  ];
  return [
    { name, steps },
    { name: `wrong-${name}`, steps: bad.map((body) => post(`${path}?dryRun=All`, body, { select: problemsOf })) },
  ];
}

/** An object of a kind that every sequence sees, as a row. */
export const ownRow = (path: string): Step => get(path, { accept: TABLE, select: rowsOf });

type Tried = {
  readonly name: string;
  readonly path: string;
  /** Of the good object. */
  readonly object: string;
  /** The first is good. */
  readonly objects: readonly object[];
  readonly changes?: readonly object[];
  readonly statuses?: readonly object[];
};

/** Creates a good one, looks at its row, changes it and its status and deletes it; then tries what is wrong. */
export function tried({
  name,
  path,
  object: own,
  objects: [good, ...bad],
  changes = [],
  statuses = [],
}: Tried): Sequence {
  const one = `${path}/${own}`;
  const steps: Step[] = [
    post(path, good),
    ownRow(one),
    ...changes.map((change) => patch('merge', one, change)),
    ...statuses.map((change) => patch('merge', `${one}/status`, change)),
    put(one, good),
    ownRow(one),
    remove(one),
    ...bad.map((body) => post(`${path}?dryRun=All`, body, { select: problemsOf })),
  ];
  return { name, steps };
}

/** Without the words that describe columns. */
export const rowsOf = (body: unknown): unknown => {
  const { columnDefinitions, rows } = body as { columnDefinitions: { name: string }[]; rows: { cells: unknown }[] };
  return [columnDefinitions.map(({ name }) => name), rows.map(({ cells }) => ({ cells }))];
};
