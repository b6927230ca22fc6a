import { parseAllDocuments, type Document } from 'yaml';
import type { Job } from '../../resources/job/job.ts';
import { usageError } from '../cli-error.ts';

/** Which manifests are meant. */
export interface ManifestOptions {
  /** Named in messages. */
  readonly source: string;
  /** For manifests that name none. */
  readonly namespace: string;
}

/**
 * The Jobs in YAML or JSON text: several documents, and lists (`items`), are read; the API checks the fields.
 * @throws CliError (usage) naming the place, when the text is no YAML or holds something else than Jobs
 */
export function readManifests(text: string, options: ManifestOptions): readonly Job[] {
  const { source } = options;
  const documents: Document[] = [...parseAllDocuments(text)];
  const values = documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw usageError(`${source} is not YAML: ${error.message}`);
    return itemsOf(toValue(document, source));
  });
  if (values.length === 0) throw usageError(`${source} holds no manifest.`);
  return values.map((value, index) => toJob(value, `${source}, manifest ${index + 1}`, options.namespace));
}

function toValue(document: Document, source: string): unknown {
  try {
    // Bounded, so that a small file cannot become a huge object.
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw usageError(`${source} cannot be read: ${(error as Error).message}.`);
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  return isObject(value) && Array.isArray(value['items']) ? (value['items'] as unknown[]) : [value];
}

function toJob(value: unknown, place: string, namespace: string): Job {
  if (!isObject(value)) throw usageError(`${place} is not an object.`);
  const { apiVersion, kind, metadata } = value;
  if (apiVersion !== 'mirror.durasync.dev/v1' || kind !== 'Job') {
    throw usageError(`${place} is ${String(apiVersion)} ${String(kind)}; this takes mirror.durasync.dev/v1 Job.`);
  }
  if (!isObject(metadata) || typeof metadata['name'] !== 'string') throw usageError(`${place} has no metadata.name.`);
  if (metadata['namespace'] !== undefined && typeof metadata['namespace'] !== 'string') {
    throw usageError(`${place}: metadata.namespace is no text.`);
  }
  return { ...value, metadata: { ...metadata, namespace: metadata['namespace'] ?? namespace } } as unknown as Job;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
