import { isDeepStrictEqual } from 'node:util';
import type { SeenEvent } from '../support/apiserver/follower.ts';
import type { ToldCache, ToldEvent } from './told.ts';

const TYPES: Readonly<Record<string, ToldEvent['type']>> = { ADDED: 'added', MODIFIED: 'updated', DELETED: 'deleted' };

/** What a kind went through between two versions. */
export type Span = { readonly kind: string; readonly after: number; readonly upTo: number };

/**
 * Compares what an informer told with what happened, object by object: informers keep the order of one object's events
 * only. @returns sentences, none if every event was told once and in order
 */
export function missedEvents(span: Span, happened: readonly SeenEvent[], told: readonly ToldEvent[]): string[] {
  const within = (version: number): boolean => version > span.after && version <= span.upTo;
  const expected = byKey(
    happened
      .filter(({ version }) => within(version))
      .map(({ type, key, version }) => ({ key, what: `${TYPES[type]} ${version}` })),
  );
  const got = byKey(
    told
      .filter(({ version }) => within(Number(version)))
      .map(({ type, key, version }) => ({ key, what: `${type} ${version}` })),
  );
  const keys = [...new Set([...expected.keys(), ...got.keys()])];
  return keys
    .filter((key) => !isDeepStrictEqual(expected.get(key), got.get(key)))
    .map((key) => `${span.kind} ${key}: told ${list(got.get(key))}, happened ${list(expected.get(key))}`);
}

/** @returns sentences, none if the cache holds what the server does */
export function differingCache({ cache }: ToldCache, there: ReadonlyMap<string, string>): string[] {
  const keys = [...new Set([...Object.keys(cache), ...there.keys()])];
  return keys
    .filter((key) => cache[key] !== there.get(key))
    .map((key) => `${key}: ${cache[key] ?? 'nothing'} in the cache, ${there.get(key) ?? 'nothing'} on the server`);
}

/** An object's versions never go back; after a new list the last one may be told again. @returns sentences */
export function disorder(told: readonly ToldEvent[], last: Map<string, number>): string[] {
  const wrong: string[] = [];
  for (const { key, version, type } of told) {
    const before = last.get(key) ?? 0;
    if (type === 'gone') continue;
    if (Number(version) < before) wrong.push(`${key}: ${type} ${version} after ${before}`);
    last.set(key, Number(version));
  }
  return wrong;
}

const list = (items: readonly string[] | undefined): string => `[${items?.join(', ') ?? ''}]`;

function byKey(events: readonly { key: string; what: string }[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const { key, what } of events) grouped.set(key, [...(grouped.get(key) ?? []), what]);
  return grouped;
}
