import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import { parseYaml } from '../object/parse-yaml.ts';

const EXTENSION = /\.(ya?ml|json)$/;

/** An object of a manifest, and the file it is in. */
export type Manifest = { readonly file: string; readonly object: KubeObject };

/**
 * The objects of the manifests of a folder and of those in it, in order of path; those of lists one by one.
 * @throws Error that names the file
 */
export function readManifests(dir: string): Manifest[] {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => EXTENSION.test(name))
    .sort();
  return files.flatMap((file) => readManifest(file, readFileSync(join(dir, file), 'utf8')));
}

function readManifest(file: string, text: string): Manifest[] {
  try {
    return documentsOf(file, text)
      .flatMap(objectsIn)
      .map(checkObject)
      .map((object) => ({ file, object }));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** Between two separators there may be nothing. */
function documentsOf(file: string, text: string): unknown[] {
  const documents: unknown[] = file.endsWith('.json') ? [JSON.parse(text)] : parseYaml(text);
  return documents.filter((value) => value !== null);
}

/** What is in a list, and in the lists in it; the items of a typed one, such as a PodList, need not say what they are. */
function objectsIn(value: unknown): unknown[] {
  if (!isJsonObject(value) || !Array.isArray(value['items'])) return [value];
  const { apiVersion, kind, items } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List')) return [value];
  const type = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.flatMap((item: unknown) => objectsIn(isJsonObject(item) ? { ...type, ...item } : item));
}

function checkObject(value: unknown): KubeObject {
  if (isObject(value)) return value;
  throw new Error('a document is no object with apiVersion, kind and metadata.name, nor a list of such');
}

function isObject(value: unknown): value is KubeObject {
  if (!isJsonObject(value) || !isJsonObject(value['metadata'])) return false;
  return [value['apiVersion'], value['kind'], value['metadata']['name']].every((text) => typeof text === 'string');
}
