import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Difference } from '../../conformance/compare.ts';
import type { Servers } from '../../conformance/conformance.ts';
import { describeDifference, differencesOf, isKnown } from '../../conformance/conformance.ts';
import { KNOWN_DIFFERENCES } from '../../conformance/known-differences.ts';
import { SEQUENCES } from '../../conformance/sequences/index.ts';
import { serverOf } from '../../conformance/server.ts';
import type { OwnServer } from '../../unit/apiserver/own-server.ts';
import { startOwnServer } from '../../unit/apiserver/own-server.ts';

let own: OwnServer;
let servers: Servers;
const found = new Map<string, Difference[]>();

beforeAll(async () => {
  own = await startOwnServer();
  servers = { real: serverOf(process.env['DURASYNC_TEST_KUBECONFIG'] ?? ''), ours: { url: own.url } };
  const run = Date.now().toString(36);
  // All at once: each has a namespace and a group of its own, and watches mostly wait.
  await Promise.all(SEQUENCES.map(async (one) => found.set(one.name, await differencesOf(servers, one, run))));
});
afterAll(() => own.stop());

describe('our server answers as kube-apiserver does', () => {
  test.each(SEQUENCES.map(({ name }) => name))('%s', (name) => {
    const unknown = (found.get(name) ?? []).filter((one) => !KNOWN_DIFFERENCES.some((known) => isKnown(one, known)));
    expect(unknown.map(describeDifference)).toEqual([]);
  });
});

test('every known difference still occurs', () => {
  const all = [...found.values()].flat();
  const gone = KNOWN_DIFFERENCES.filter((known) => !all.some((one) => isKnown(one, known)));
  expect(gone.map(({ pattern }) => String(pattern))).toEqual([]);
});
