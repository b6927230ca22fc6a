import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';

const EXTENSION = /\.(ya?ml|json)$/;

/** An object of a manifest, and the file it is in. */
export type Manifest = { readonly file: string; readonly object: KubeObject };

/** The objects of the manifests of a folder and of those in it, in order of path. @throws Error that names the file */
export function readManifests(dir: string): Manifest[] {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => EXTENSION.test(name))
    .sort();
  return files.flatMap((file) => readManifest(file, readFileSync(join(dir, file), 'utf8')));
}

function readManifest(file: string, text: string): Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${file}: ${error.message}`);
    const value: unknown = document.toJS();
    // Between two separators there may be nothing.
    if (value === null || value === undefined) return [];
    if (!isObject(value)) throw new Error(`${file}: a document is no object with apiVersion, kind and metadata.name`);
    return [{ file, object: value }];
  });
}

function isObject(value: unknown): value is KubeObject {
  if (!isJsonObject(value) || !isJsonObject(value['metadata'])) return false;
  return [value['apiVersion'], value['kind'], value['metadata']['name']].every((text) => typeof text === 'string');
}
