import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Reservations } from '../../../../apiserver/admission/services/reservations.ts';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.stop());

const SERVICES = '/api/v1/namespaces/default/services';
const create = (name: string, spec: object) =>
  server.request('POST', SERVICES, { metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } });
const names = (prefix: string): string[] => Array.from({ length: 12 }, (_, index) => `${prefix}-${index}`);

test('of many who ask for one address or port at once, one gets it', async () => {
  const addresses = await Promise.all(names('ip').map((name) => create(name, { clusterIP: '10.96.0.5' })));
  expect(addresses.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(11).fill(422)]);
  const ports = [{ port: 80, nodePort: 30005 }];
  const nodes = await Promise.all(names('port').map((name) => create(name, { type: 'NodePort', ports })));
  expect(nodes.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(11).fill(422)]);
});

test('nobody gets what another has', async () => {
  const made = await Promise.all(names('any').map((name) => create(name, { type: 'NodePort' })));
  const specs = made.map(({ body }) => body['spec'] as { clusterIP: string; ports: [{ nodePort: number }] });
  expect(new Set(specs.map(({ clusterIP }) => clusterIP)).size).toBe(specs.length);
  expect(new Set(specs.map(({ ports }) => ports[0].nodePort)).size).toBe(specs.length);
});

test('what a refused service asked for, and what a deleted one had, is free again', async () => {
  const asked = { type: 'NodePort', clusterIP: '10.96.0.6', ports: [{ port: 80, nodePort: 30006 }] };
  expect((await create('refused', { ...asked, sessionAffinity: 'Maybe' })).status).toBe(422);
  expect((await create('Bad_', asked)).status).toBe(422);
  expect((await create('taker', asked)).status).toBe(201);
  await server.request('DELETE', `${SERVICES}/taker`);
  expect((await create('heir', asked)).status).toBe(201);
});

test('what was stored while somebody looked at the store is held until they have chosen', async () => {
  const reservations = new Reservations();
  const nothing = async (): Promise<ReadonlySet<string>> => new Set();
  const { promise: looking, resolve: look } = Promise.withResolvers<ReadonlySet<string>>();
  const seen: boolean[] = [];
  const late = reservations.reserve(
    () => looking,
    (isTaken) => {
      seen.push(isTaken('a'));
      return [];
    },
  );
  const giveBack = await reservations.reserve(nothing, () => ['a']);
  giveBack();
  look(new Set());
  await late;
  await reservations.reserve(nothing, (isTaken) => {
    seen.push(isTaken('a'));
    return [];
  });
  expect(seen).toEqual([true, false]);
});
