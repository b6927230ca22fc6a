import type { Status } from '../../errors/index.ts';
import { StatusError } from '../../errors/index.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';

/** What a webhook answers. */
export type ReviewAnswer = {
  readonly allowed: boolean;
  /** A JSON patch as text; empty for none. */
  readonly patch: string;
  readonly warnings: readonly string[];
  readonly auditAnnotations: Readonly<Record<string, string>>;
  /** Why not. */
  readonly result: JsonObject;
};

const GROUP = 'admission.k8s.io';
const VERSIONS: readonly string[] = ['v1', 'v1beta1'];

/**
 * An AdmissionReview in the first version a webhook takes that is known here.
 * @throws Error if it takes none
 */
export function admissionReview(reviewVersions: readonly string[], request: JsonObject): JsonObject {
  const version = reviewVersions.find((candidate) => VERSIONS.includes(candidate));
  if (!version) {
    throw new Error(
      'could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)',
    );
  }
  return { kind: 'AdmissionReview', apiVersion: `${GROUP}/${version}`, request };
}

type Sent = { readonly review: JsonObject; readonly uid: string; readonly isMutating: boolean };

/**
 * Checks what a webhook answers to a review.
 * @throws Error in the words of kube-apiserver
 */
export function parseReviewAnswer({ review, uid, isMutating }: Sent, answer: unknown): ReviewAnswer {
  const fields = isJsonObject(answer) ? answer : {};
  const { response } = fields;
  if (!isJsonObject(response)) throw new Error('webhook response was absent');
  const isV1 = review['apiVersion'] === `${GROUP}/v1`;
  if (isV1) checkV1(fields, response, { review, uid, isMutating });
  const patch = typeof response['patch'] === 'string' ? Buffer.from(response['patch'], 'base64').toString() : '';
  return {
    allowed: response['allowed'] === true,
    patch: isMutating ? patch : '',
    warnings: textsIn(response['warnings']),
    auditAnnotations: textsOf(response['auditAnnotations']),
    result: isJsonObject(response['status']) ? response['status'] : {},
  };
}

function checkV1(answer: JsonObject, response: JsonObject, { review, uid, isMutating }: Sent): void {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const found = text(response['uid']);
  if (found !== uid) throw new Error(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(found)}`);
  const { kind, apiVersion } = answer;
  if (kind !== review['kind'] || apiVersion !== review['apiVersion']) {
    const version = text(apiVersion);
    const got = `${version.includes('/') ? version : `/${version}`}, Kind=${text(kind)}`;
    throw new Error(`expected webhook response of ${GROUP}/v1, Kind=AdmissionReview, got ${got}`);
  }
  checkPatch(text(response['patch']) !== '', response['patchType'], isMutating);
}

function checkPatch(hasPatch: boolean, patchType: unknown, isMutating: boolean): void {
  const hasType = patchType !== undefined && patchType !== null;
  if (!isMutating) return refusePatch(hasPatch, hasType);
  if (hasPatch && !hasType) throw new Error('webhook returned response.patch but not response.patchType');
  if (!hasPatch && hasType) throw new Error('webhook returned response.patchType but not response.patch');
  if (patchType === '') throw new Error('webhook returned invalid response.patchType of ""');
  if (hasType && patchType !== 'JSONPatch') {
    throw new UnsupportedPatchError(`unsupported patch type ${JSON.stringify(patchType)}`);
  }
}

function refusePatch(hasPatch: boolean, hasType: boolean): void {
  if (hasPatch) throw new Error('validating webhook may not return response.patch');
  if (hasType) throw new Error('validating webhook may not return response.patchType');
}

/** A patch of a type nobody knows: told without the words that stand before the other errors of an answer. */
export class UnsupportedPatchError extends Error {}

const textsIn = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];

function textsOf(map: unknown): Record<string, string> {
  const entries = Object.entries(isJsonObject(map) ? map : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The answer to a client whose request a webhook denied. */
export function deniedBy(webhook: string, result: JsonObject): StatusError {
  const { message, reason, code, details } = result;
  const denied = `admission webhook ${JSON.stringify(webhook)} denied the request`;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const why = text(message) || text(reason);
  const status = typeof code === 'number' && code >= 400 ? code : 400;
  const known = isJsonObject(details) ? (details as NonNullable<Status['details']>) : undefined;
  return new StatusError(status, text(reason), why ? `${denied}: ${why}` : `${denied} without explanation`, known);
}
