import type { Difference } from './compare.ts';
import { compareAnswers } from './compare.ts';
import type { KnownDifference } from './known-differences.ts';
import { normaliseAnswers } from './normalise.ts';
import { runSequence } from './run-sequence.ts';
import type { WebhookServer } from '../support/webhook-server.ts';
import type { Sequence } from './sequence.ts';
import type { Server } from './server.ts';

export type Servers = { readonly real: Server; readonly ours: Server; readonly webhooks: WebhookServer };

/** A sequence's own word in one run, and its namespace. */
export const placeId = (sequence: string, run: string): string => `${sequence}-${run}`;
export const namespaceOf = (id: string): string => `ns-${id}`;

/** Runs a sequence on both servers. @param run a word no other run has, for names */
export async function differencesOf(
  { real, ours, webhooks }: Servers,
  sequence: Sequence,
  run: string,
): Promise<Difference[]> {
  const id = placeId(sequence.name, run);
  const place = { ns: namespaceOf(id), id, webhooks };
  const [theirs, own] = await Promise.all([runSequence(real, sequence, place), runSequence(ours, sequence, place)]);
  return compareAnswers(sequence, normaliseAnswers(sequence, theirs), normaliseAnswers(sequence, own));
}

export const describeDifference = ({ where, what, real, ours }: Difference): string =>
  `${where}: ${what}\n    real: ${JSON.stringify(real)}\n    ours: ${JSON.stringify(ours)}`;

export const isKnown = ({ where, what }: Difference, known: KnownDifference): boolean =>
  known.pattern.test(`${where}: ${what}`);
