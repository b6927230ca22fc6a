import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { labelValueErrors, qualifiedNameErrors } from '../../validation/names.ts';

const GROUP = 'apiextensions.k8s.io';
const VERSIONS: readonly string[] = ['v1', 'v1beta1'];

type Asked = { readonly uid: string; readonly desiredAPIVersion: string; readonly objects: readonly KubeObject[] };

/**
 * A ConversionReview in the first version a webhook takes that is known here.
 * @throws Error if it takes none
 */
export function conversionReview(reviewVersions: readonly string[], request: Asked): JsonObject {
  const version = reviewVersions.find((candidate) => VERSIONS.includes(candidate));
  if (!version) throw new Error('no supported conversion review versions');
  return { kind: 'ConversionReview', apiVersion: `${GROUP}/${version}`, request };
}

/**
 * The objects a webhook answers with.
 * @throws Error in the words of kube-apiserver
 */
export function convertedObjects(review: JsonObject, { uid }: Asked, answer: unknown): readonly unknown[] {
  const fields = isJsonObject(answer) ? answer : {};
  const { response } = fields;
  const isV1 = review['apiVersion'] === `${GROUP}/v1`;
  if (isV1) checkType(fields);
  if (!isJsonObject(response)) throw new Error('no response provided');
  if (isV1 && response['uid'] !== uid) {
    throw new Error(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(textOf(response['uid']))}`);
  }
  checkResult(isJsonObject(response['result']) ? response['result'] : {});
  return Array.isArray(response['convertedObjects']) ? response['convertedObjects'] : [];
}

function checkType({ apiVersion, kind }: JsonObject): void {
  if (apiVersion === `${GROUP}/v1` && kind === 'ConversionReview') return;
  const version = textOf(apiVersion);
  const got = `${version.includes('/') ? version : `/${version}`}, Kind=${textOf(kind)}`;
  throw new Error(`expected webhook response of ${GROUP}/v1, Kind=ConversionReview, got ${got}`);
}

function checkResult({ status, message }: JsonObject): void {
  if (status === 'Success') return;
  throw new Error(textOf(message) || `response.result.status was '${textOf(status)}', not 'Success'`);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * One object as it was converted, with the metadata it had but for its labels and annotations.
 * @throws Error if it is not the object that was sent
 */
export function checkConverted(sent: KubeObject, received: unknown, desiredAPIVersion: string): KubeObject {
  if (!isJsonObject(received)) throw new Error('invalid converted object at index 0: it is no object');
  const [wanted, found] = [desiredAPIVersion, textOf(received['apiVersion'])];
  if (found !== wanted)
    throw new Error(`invalid object at index 0: invalid groupVersion (expected ${wanted}, received ${found})`);
  if (received['kind'] !== sent.kind) {
    const kinds = `expected ${sent.kind}, received ${textOf(received['kind'])}`;
    throw new Error(`invalid object at index 0: invalid kind (${kinds})`);
  }
  const { metadata } = received;
  checkIdentity(sent.metadata, isJsonObject(metadata) ? metadata : {});
  if (!isJsonObject(metadata)) throw new Error('invalid metadata: missing metadata in converted object');
  return { ...received, metadata: restored(sent.metadata, metadata) } as KubeObject;
}

const IDENTITY = { name: 'name', namespace: 'namespace', uid: 'UID' } as const;

function checkIdentity(sent: KubeObject['metadata'], received: JsonObject): void {
  for (const [field, shown] of Object.entries(IDENTITY)) {
    const [before, after] = [textOf(sent[field as keyof typeof IDENTITY]), textOf(received[field])];
    if (before !== after) throw new Error(`invalid object: must have the same ${shown}: ${before} != ${after}`);
  }
}

function restored(sent: KubeObject['metadata'], received: JsonObject): KubeObject['metadata'] {
  const kept = { ...sent };
  delete kept.labels;
  delete kept.annotations;
  const labels = textsOf('labels', received['labels'], sent.labels);
  const annotations = textsOf('annotations', received['annotations'], sent.annotations);
  return { ...kept, ...(labels && { labels }), ...(annotations && { annotations }) };
}

type Texts = Record<string, string>;

function textsOf(field: 'labels' | 'annotations', value: unknown, before: Texts = {}): Texts | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) {
    throw new Error(`invalid metadata: invalid metadata.${field} of type ${typeof value} in converted object`);
  }
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      const found = `but is ${typeof text} in converted object`;
      throw new Error(`invalid metadata: metadata.${field}[${key}] must be a string, ${found}`);
    }
    const problems = before[key] === text ? [] : problemsOf(field, key, text);
    if (problems[0]) throw new Error(`invalid metadata: metadata.${field}: Invalid value: ${problems[0]}`);
  }
  return value as Texts;
}

function problemsOf(field: 'labels' | 'annotations', key: string, text: string): string[] {
  const ofKey = qualifiedNameErrors(field === 'labels' ? key : key.toLowerCase());
  const ofValue = field === 'labels' ? labelValueErrors(text) : [];
  return [
    ...ofKey.map((problem) => `${JSON.stringify(key)}: ${problem}`),
    ...ofValue.map((problem) => `${JSON.stringify(text)}: ${problem}`),
  ];
}
