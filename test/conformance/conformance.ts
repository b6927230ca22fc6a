import type { Difference } from './compare.ts';
import { compareAnswers } from './compare.ts';
import type { KnownDifference } from './known-differences.ts';
import { normaliseAnswers } from './normalise.ts';
import { runSequence } from './run-sequence.ts';
import type { WebhookServer } from '../support/webhook-server.ts';
import type { Sequence } from './sequence.ts';
import type { Server } from './server.ts';

export type Servers = {
  readonly real: Server;
  /** On each kind of store, by its name. */
  readonly ours: Readonly<Record<string, Server>>;
  readonly webhooks: WebhookServer;
};

/** A difference of one of our servers. */
export type OwnDifference = Difference & { readonly store: string };

/** A sequence's own word in one run, and its namespace. */
export const placeId = (sequence: string, run: string): string => `${sequence}-${run}`;
export const namespaceOf = (id: string): string => `ns-${id}`;

/** How many times as long watches last when they showed too little. */
const PATIENCE = 4;

/** The run in which a sequence is done over. */
export const rerunOf = (run: string): string => `${run}-long`;

/**
 * Runs a sequence on all servers. Where a watch showed another number of events it is done over with longer watches: on a
 * busy machine their time may be over before the last event.
 * @param run a word no other run has, for names
 */
export async function differencesOf(servers: Servers, sequence: Sequence, run: string): Promise<OwnDifference[]> {
  const found = await differencesWithin(servers, sequence, { run, patience: 1 });
  if (!found.some(isOfCount)) return found;
  return differencesWithin(servers, sequence, { run: rerunOf(run), patience: PATIENCE });
}

const isOfCount = ({ what, real, ours }: Difference): boolean =>
  /^body(\.events)?$/.test(what) && Array.isArray(real) && Array.isArray(ours);

async function differencesWithin(
  { real, ours, webhooks }: Servers,
  sequence: Sequence,
  { run, patience }: { run: string; patience: number },
): Promise<OwnDifference[]> {
  const id = placeId(sequence.name, run);
  const place = { ns: namespaceOf(id), id, webhooks, patience };
  const answersOf = async (server: Server) => normaliseAnswers(sequence, await runSequence(server, sequence, place));
  const theirs = answersOf(real);
  const compared = Object.entries(ours).map(async ([store, server]) => {
    const [expected, own] = await Promise.all([theirs, answersOf(server)]);
    return compareAnswers(sequence, expected, own).map((difference) => ({ ...difference, store }));
  });
  return (await Promise.all(compared)).flat();
}

export const describeDifference = ({ where, what, real, ours, store }: OwnDifference): string =>
  `${where}: ${what}\n    real: ${JSON.stringify(real)}\n    ours, ${store}: ${JSON.stringify(ours)}`;

export const isKnown = ({ where, what }: Difference, known: KnownDifference): boolean =>
  known.pattern.test(`${where}: ${what}`);
