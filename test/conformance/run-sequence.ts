import type { WebhookServer } from '../support/webhook-server.ts';
import { until } from '../support/until.ts';
import type { Answer, Sequence, Step } from './sequence.ts';
import type { RawAnswer, Server } from './server.ts';
import { send } from './server.ts';

/** Where a sequence does its work. */
export type Place = {
  readonly ns: string;
  readonly id: string;
  readonly webhooks: WebhookServer;
  /** How many times as long as their paths say watches last. */
  readonly patience: number;
};

/** Sends the requests of a sequence, one after the other. @returns their answers */
export async function runSequence(server: Server, { steps }: Sequence, place: Place): Promise<Answer[]> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: place.ns } };
  await ask(server, { method: 'POST', path: '/api/v1/namespaces', body: namespace }, place);
  const answers: Answer[] = [];
  for (const step of steps) {
    answers.push(await perform(server, typeof step === 'function' ? step(answers) : step, place));
  }
  return answers;
}

async function perform(server: Server, step: Step, place: Place): Promise<Answer> {
  if (step.compacts) await server.compact?.();
  if (step.during) return watchDuring(server, { ...step, during: step.during }, place);
  let answer = await ask(server, step, place);
  const { until: isReached } = step;
  if (!isReached || isReached(answer)) return answer;
  await until(`${step.method} ${step.path} to answer as expected`, async () => {
    answer = await ask(server, step, place);
    return isReached(answer);
  });
  return answer;
}

function filler({ ns, id, webhooks, patience }: Place): (text: string) => string {
  const words = { ns, id, hook: webhooks.url, ca: webhooks.caBundle };
  return (text) => {
    const filled = Object.entries(words).reduce((result, [name, word]) => result.replaceAll(`{${name}}`, word), text);
    const watched = filled.replaceAll(
      /timeoutSeconds=(\d+)/g,
      (_whole, seconds) => `timeoutSeconds=${Number(seconds) * patience}`,
    );
    return watched.replaceAll('"{port}"', String(webhooks.port));
  };
}

async function watchDuring(
  server: Server,
  step: Step & { readonly during: readonly Step[] },
  place: Place,
): Promise<Answer> {
  const begun = Promise.withResolvers<void>();
  const started = Date.now();
  const watching = ask(server, step, place, begun.resolve).then((answer) => ({ answer, tookMs: Date.now() - started }));
  await Promise.race([begun.promise, watching]);
  const statuses: number[] = [];
  for (const one of step.during) statuses.push((await perform(server, one, place)).status);
  const { answer, tookMs } = await watching;
  const limitMs = Number(/timeoutSeconds=(\d+)/.exec(step.path)?.[1]) * 1000;
  return { ...answer, body: { events: answer.body, isEarly: tookMs < limitMs, statuses } };
}

async function ask(server: Server, step: Step, place: Place, begun?: () => void): Promise<Answer> {
  const fill = filler(place);
  const { method, path, body, accept, as } = step;
  const text = bodyOf(body, fill);
  const contentType = step.contentType ?? (text === undefined ? '' : 'application/json');
  const headers = {
    ...(contentType && { 'content-type': contentType }),
    ...(as && { 'impersonate-user': fill(as) }),
    accept: accept ?? 'application/json',
    ...step.headers,
  };
  const request = { method, path: fill(path), headers, ...(text !== undefined && { body: text }) };
  return toAnswer(await send(server, request, begun), /[?&]watch=(1|true)/.test(request.path));
}

function bodyOf(body: unknown, fill: (text: string) => string): string | Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return fill(typeof body === 'string' ? body : JSON.stringify(body));
}

function toAnswer({ status, headers, text }: RawAnswer, isWatch: boolean): Answer {
  const contentType = (headers['content-type'] ?? '').replace(/;\s*charset=.*/i, '');
  const warnings = [headers['warning'] ?? []].flat().flatMap((line) => line.split(/, (?=299)/));
  return { status, contentType, warnings, body: contentType.includes('json') ? parseBody(text, isWatch) : text };
}

/** One value, or the events of a watch, of which there may be none. */
function parseBody(text: string, isWatch: boolean): unknown {
  if (text === '') return isWatch ? [] : '';
  if (!text.startsWith('{"type":')) return JSON.parse(text);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
