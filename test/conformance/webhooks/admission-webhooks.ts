import type { Reply, Review, Webhook } from '../../support/webhook-server.ts';
import { summaryOf } from './summary.ts';

type Metadata = { readonly labels?: object; readonly annotations?: Readonly<Record<string, string>> };

const respond = ({ kind, apiVersion, request }: Review, response: object): Reply => ({
  body: { kind, apiVersion, response: { uid: request.uid, ...response } },
});
const allow =
  (more: object = {}): Webhook =>
  (review) =>
    respond(review, { allowed: true, ...more });
const deny =
  (status?: object): Webhook =>
  (review) =>
    respond(review, { allowed: false, ...(status && { status }) });

const encoded = (operations: unknown): object => ({
  patchType: 'JSONPatch',
  patch: Buffer.from(JSON.stringify(operations)).toString('base64'),
});

const metadataOf = ({ request }: Review): Metadata =>
  (request['object'] as { metadata?: Metadata } | null)?.metadata ?? {};

/** Sets an annotation. */
const annotate = (review: Review, key: string, value: string): Reply => {
  const { annotations } = metadataOf(review);
  const operation = annotations
    ? { op: 'add', path: `/metadata/annotations/${key}`, value }
    : { op: 'add', path: '/metadata/annotations', value: { [key]: value } };
  return respond(review, { allowed: true, ...encoded([operation]) });
};

/** Counts in an annotation how often it was called about one object. */
const count =
  (key: string): Webhook =>
  (review) =>
    annotate(review, key, `${Number(metadataOf(review).annotations?.[key] ?? 0) + 1}`);

const patch = (operations: unknown): Webhook => allow(encoded(operations));
const GONE = { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1' };

/** By path. */
export const ADMISSION_WEBHOOKS: Readonly<Record<string, Webhook>> = {
  '/allow': allow(),
  '/warn': allow({ warnings: ['mind the gap', 'mind the "gap"'] }),
  '/deny': deny(),
  '/deny-message': deny({ message: 'not today' }),
  '/deny-reason': deny({ reason: 'Conflict' }),
  '/deny-code': deny({ code: 403, reason: 'Forbidden', message: 'no way', details: { kind: 'things', name: 'x' } }),
  '/deny-success': deny({ code: 200, status: 'Success', message: 'well' }),
  '/record': (review) => annotate(review, 'review', summaryOf(review.request)),
  '/record-deny': (review) => respond(review, { allowed: false, status: { message: summaryOf(review.request) } }),
  '/count-a': count('a'),
  '/count-b': count('b'),
  '/label': patch([{ op: 'add', path: '/metadata/labels/hooked', value: 'yes' }]),
  '/data': patch([{ op: 'add', path: '/data', value: { from: 'webhook' } }]),
  '/unknown-field': patch([{ op: 'add', path: '/nonsense', value: 1 }]),
  '/invalid': patch([{ op: 'add', path: '/data/bad*key', value: 'x' }]),
  '/size': patch([{ op: 'replace', path: '/spec/replicas', value: 7 }]),
  '/managed': patch([{ op: 'replace', path: '/metadata/managedFields', value: [{ operation: 'Nonsense' }] }]),
  '/missing-path': patch([{ op: 'remove', path: '/data/nothing' }]),
  '/no-patch': patch([]),
  '/patch-no-type': (review) => respond(review, { allowed: true, patch: 'W10=' }),
  '/type-no-patch': (review) => respond(review, { allowed: true, patchType: 'JSONPatch' }),
  '/other-uid': ({ kind, apiVersion }) => ({ body: { kind, apiVersion, response: { uid: 'x', allowed: true } } }),
  '/other-kind': ({ apiVersion, request: { uid } }) => ({
    body: { kind: 'Other', apiVersion, response: { uid, allowed: true } },
  }),
  '/no-response': () => ({ body: GONE }),
  '/not-found': () => ({ status: 404, body: 'nothing here' }),
  '/broken': () => ({ status: 500, body: 'out of order' }),
  '/silent': () => undefined,
};
