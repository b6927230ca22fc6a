import { until } from '../../../../support/until.ts';
import type { Body, JsonClient } from '../../../../support/apiserver/json-client.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const NAMESPACES = '/api/v1/namespaces';

/** What runs inside the server besides answering must have come back too. @throws if it does nothing */
export async function checkControllers(client: JsonClient, definition: object): Promise<void> {
  await Promise.all([servesNewKinds(client, definition), emptiesNamespaces(client)]);
}

async function servesNewKinds(client: JsonClient, definition: object): Promise<void> {
  const text = JSON.stringify(definition).replaceAll('crash.durasync.dev', 'late.durasync.dev');
  await created(client, DEFINITIONS, JSON.parse(text));
  const path = '/apis/late.durasync.dev/v1/widgets';
  await until('a new kind to be served', async () => (await client.send({ method: 'GET', path })).status === 200);
}

/** A dependent goes with its owner, and a namespace with what is in it. */
async function emptiesNamespaces(client: JsonClient): Promise<void> {
  await created(client, NAMESPACES, { metadata: { name: 'late' } });
  const inside = `${NAMESPACES}/late/configmaps`;
  const { metadata } = await created(client, inside, { metadata: { name: 'owner' } });
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: metadata.uid };
  await created(client, inside, { metadata: { name: 'dependent', ownerReferences: [owner] } });
  await client.send({ method: 'DELETE', path: `${inside}/owner` });
  await isGone(client, `${inside}/dependent`);
  await client.send({ method: 'DELETE', path: `${NAMESPACES}/late` });
  await isGone(client, `${NAMESPACES}/late`);
}

async function created(client: JsonClient, path: string, body: unknown): Promise<Body> {
  const answer = await client.send({ method: 'POST', path, body });
  if (answer.status !== 201) throw new Error(`POST ${path} was answered ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function isGone(client: JsonClient, path: string): Promise<void> {
  await until(`${path} to go`, async () => (await client.send({ method: 'GET', path })).status === 404);
}
