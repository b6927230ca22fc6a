import { decodeProtobuf } from '../../../apiserver/protobuf/protobuf-decoder.ts';
import { inTurns } from '../../support/in-turns.ts';
import type { Difference } from '../compare.ts';
import { differences } from '../compare.ts';
import { normaliseAnswers } from '../normalise.ts';
import type { Server } from '../server.ts';
import { send } from '../server.ts';
import type { Sample } from './sample.ts';
import { SAMPLES } from './samples/index.ts';
import { creatableIn } from './creatable.ts';

export type Servers = { readonly real: Server; readonly ours: Server };

const AT_ONCE = 4;
const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const JSON_TYPE = 'application/json';

/**
 * Has kube-apiserver write an object of each kind in protobuf, and both servers take it: what this server reads of the bytes is
 * the object, and what it answers is what kube-apiserver does. Nothing is stored.
 * @param run a word no other run has
 */
export async function protobufDifferences(servers: Servers, run: string): Promise<Difference[]> {
  const ns = `ns-protobuf-${run}`;
  const namespace = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: ns } });
  for (const server of [servers.real, servers.ours]) {
    await send(server, {
      method: 'POST',
      path: '/api/v1/namespaces',
      body: namespace,
      headers: { 'content-type': JSON_TYPE },
    });
  }
  const words = { ns, ca: Buffer.from(servers.real.ca ?? '').toString('base64') };
  const creatable = await creatableIn(servers.ours);
  const collectionOf = ({ path }: Sample): string => path.replace('namespaces/{ns}/', '');
  const untried = [...creatable].filter((path) => !SAMPLES.some((sample) => collectionOf(sample) === path));
  const found: Difference[] = [];
  const served = SAMPLES.filter((sample) => creatable.has(collectionOf(sample)));
  await inTurns(served, AT_ONCE, async (sample) => found.push(...(await compare(servers, fill(sample, words)))));
  const missing = untried.map((path) => ({ where: `protobuf: ${path}`, what: 'sample', real: 'one', ours: undefined }));
  return [...missing, ...found];
}

function fill(sample: Sample, words: Readonly<Record<string, string>>): Sample {
  const filled = Object.entries(words).reduce(
    (text, [name, word]) => text.replaceAll(`{${name}}`, word),
    JSON.stringify(sample),
  );
  return JSON.parse(filled) as Sample;
}

async function compare({ real, ours }: Servers, { path, object }: Sample): Promise<Difference[]> {
  const where = `protobuf: ${path}`;
  const create = async (server: Server, type: string, body: string | Buffer, accept: string) => {
    const headers = { 'content-type': type, accept };
    return send(server, { method: 'POST', path: `${path}?dryRun=All`, body, headers });
  };
  const sent = JSON.stringify(object);
  const [written, { status, bytes, text }] = await Promise.all([
    create(real, JSON_TYPE, sent, JSON_TYPE),
    create(real, JSON_TYPE, sent, PROTOBUF),
  ]);
  if (status !== 201) return [{ where, what: 'sample', real: text, ours: undefined }];
  const decoded = decodeProtobuf(bytes).value;
  const [theirs, own] = await Promise.all([real, ours].map((server) => create(server, PROTOBUF, bytes, JSON_TYPE)));
  return [
    ...differences(
      normalised(JSON.parse(written.text)),
      normalised(JSON.parse(JSON.stringify(decoded))),
      `${where} decoded`,
    ),
    ...differences(theirs?.status, own?.status, `${where} status`),
    ...differences(
      normalised(JSON.parse(theirs?.text ?? '')),
      normalised(JSON.parse(own?.text ?? '')),
      `${where} answer`,
    ),
  ];
}

/** Without what each answer chooses, such as the order of rules. */
function normalised(body: unknown): unknown {
  if ((body as { kind?: string }).kind === 'SelfSubjectRulesReview') return { ...(body as object), status: undefined };
  const answer = { status: 0, contentType: '', warnings: [], body };
  return normaliseAnswers({ name: 'protobuf', steps: [] }, [answer])[0]?.body;
}
