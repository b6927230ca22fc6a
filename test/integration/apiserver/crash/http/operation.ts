import type { JsonAnswer, Request } from '../../../../support/apiserver/json-client.ts';
import type { State, TestKind } from './test-kinds.ts';

export type Verb = 'create' | 'replace' | 'patch' | 'status' | 'delete';

/** One write; `mark` is a word no other write has. */
export type Operation = { readonly verb: Verb; readonly mark: string };

/** What a write leaves. */
export function after({ verb, mark }: Operation, state: State | undefined): State | undefined {
  const kept = state?.status === undefined ? {} : { status: state.status };
  const results: Readonly<Record<Verb, State | undefined>> = {
    create: { main: mark },
    replace: { main: mark, ...kept },
    patch: { main: mark, ...state, patched: mark },
    status: { main: mark, ...state, status: mark },
    delete: undefined,
  };
  return results[verb];
}

/** Whether a write raises the generation of a kind that has one. */
export const raisesGeneration = ({ verb }: Operation): boolean => verb === 'replace' || verb === 'patch';

const VERBS: readonly Verb[] = ['replace', 'replace', 'patch', 'patch', 'status', 'delete'];

/** @param random in [0, 1) */
export function chooseVerb(kind: TestKind, state: State | undefined, random: number): Verb {
  if (!state) return 'create';
  const possible = VERBS.filter((verb) => verb !== 'status' || kind.hasStatus);
  return possible[Math.floor(random * possible.length)] ?? 'patch';
}

const MERGE = 'application/merge-patch+json';

/** What a request is made for: `version` is the resourceVersion a replacement expects. */
export type Aim = { readonly kind: TestKind; readonly name: string; readonly version: string | undefined };

export function requestOf({ kind, name, version }: Aim, { verb, mark }: Operation): Request {
  const one = `${kind.path}/${name}`;
  // Objects move between the halves, so that watches with a selector see them come and go.
  const label = Number(mark.split('-').at(-1)) % 2 ? 'odd' : 'even';
  const whole = kind.object({ name, ...(version && { resourceVersion: version }), labels: { half: label } }, mark);
  const requests: Readonly<Record<Verb, Request>> = {
    create: { method: 'POST', path: `${kind.path}?fieldManager=creator`, body: whole },
    replace: { method: 'PUT', path: `${one}?fieldManager=replacer`, body: whole },
    patch: { method: 'PATCH', path: `${one}?fieldManager=patcher`, body: kind.patch(mark), contentType: MERGE },
    status: {
      method: 'PATCH',
      path: `${one}/status?fieldManager=teller`,
      body: kind.statusPatch(mark),
      contentType: MERGE,
    },
    delete: { method: 'DELETE', path: one },
  };
  return requests[verb];
}

/** @returns whether a write was carried out; undefined if the server itself does not know */
export function outcomeOf({ status }: JsonAnswer): boolean | undefined {
  if (status >= 500) return undefined;
  return status < 300;
}
