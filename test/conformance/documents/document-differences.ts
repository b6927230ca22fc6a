import { until } from '../../support/until.ts';
import type { Difference } from '../compare.ts';
import { differences } from '../compare.ts';
import type { Server } from '../server.ts';
import { send } from '../server.ts';
import { definition } from './described-kind.ts';
import type { Get } from './openapi.ts';
import { openapiV2, openapiV3 } from './openapi.ts';
import { restrict } from './restrict.ts';
import { withoutOthers } from './without-others.ts';

export type Servers = { readonly real: Server; readonly ours: Server };

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** What is compared, by name; `run` is a word no other run has. */
export const DOCUMENTS: readonly {
  readonly name: string;
  readonly compare: (servers: Servers, run: string) => Promise<Difference[]>;
}[] = [
  { name: 'discovery', compare: (servers, run) => defineOnBoth(servers, run).then(() => discovery(servers, run)) },
  { name: 'openapi-v3', compare: ({ real, ours }, run) => openapiV3(getter(real, run), getter(ours, run)) },
  { name: 'openapi-v2', compare: ({ real, ours }, run) => openapiV2(getter(real, run), getter(ours, run)) },
];

/** Has a custom kind served by both, so that it is compared, too. */
async function defineOnBoth({ real, ours }: Servers, run: string): Promise<void> {
  const define = async (server: Server): Promise<void> => {
    const body = JSON.stringify(definition(run));
    await send(server, { method: 'POST', path: DEFINITIONS, body, headers: { 'content-type': 'application/json' } });
    await Promise.all(['/openapi/v3', '/openapi/v2'].map((path) => untilTold(server, path, `documents-${run}`)));
  };
  await Promise.all([define(real), define(ours)]);
}

/** A document that is long is sent only when it is another. */
async function untilTold(server: Server, path: string, word: string): Promise<void> {
  let tag = '""';
  await until(`${path} to tell of ${word}`, async () => {
    const headers = { accept: 'application/json', 'if-none-match': tag };
    const answer = await send(server, { method: 'GET', path, headers });
    tag = answer.headers.etag ?? tag;
    return answer.text.includes(word);
  });
}

function getter(server: Server, run: string, accept = 'application/json'): Get {
  return async (path) => {
    const { status, text } = await send(server, { method: 'GET', path, headers: { accept } });
    if (status !== 200) throw new Error(`${path} was answered with ${status}`);
    return withoutOthers(JSON.parse(text), run);
  };
}

async function discovery({ real, ours }: Servers, run: string): Promise<Difference[]> {
  const compared = async (path: string, accept?: string): Promise<Difference[]> => {
    const [theirs, own] = await Promise.all([real, ours].map((server) => getter(server, run, accept)(path)));
    const where = `documents/discovery: ${path}${accept ? ' aggregated' : ''}`;
    return differences(restrict(withoutAddress(theirs), withoutAddress(own)), withoutAddress(own), where);
  };
  const { groups } = (await getter(ours, run)('/apis')) as {
    groups: { name: string; versions: { groupVersion: string }[] }[];
  };
  const paths = groups.flatMap(({ name, versions }) => [
    `/apis/${name}`,
    ...versions.map(({ groupVersion }) => `/apis/${groupVersion}`),
  ]);
  const found = [
    ...['/api', '/apis', '/api/v1', ...paths].map((path) => compared(path)),
    ...['/api', '/apis'].map((path) => compared(path, AGGREGATED)),
  ];
  return (await Promise.all(found)).flat();
}

/** Where a server may be reached is its own business. */
const withoutAddress = (document: unknown): unknown =>
  JSON.parse(JSON.stringify(document).replace(/"serverAddress":"[^"]*"/g, '"serverAddress":""'));
