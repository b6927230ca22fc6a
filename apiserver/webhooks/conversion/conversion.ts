import { randomUUID } from 'node:crypto';
import { StatusError } from '../../errors/index.ts';
import type { Resource } from '../../kinds/resource.ts';
import { apiVersionOf } from '../../kinds/resource.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { cloneJson, isJsonObject } from '../../object/kube-object.ts';
import type { Conversion } from '../../rest/dependencies.ts';
import { prune } from '../../schema/prune.ts';
import type { Schema } from '../../schema/schema.ts';
import type { WebhookClient } from '../client/webhook-client.ts';
import { checkConverted, conversionReview, convertedObjects } from './conversion-review.ts';

/** As kube-apiserver: how long a conversion may take. */
const TIMEOUT_SECONDS = 30;
/** A long list is converted in one call. */
const LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * Turns objects between versions: by the webhook of their definition where there is one, else by another apiVersion.
 * What was converted for a version is kept with the decoded record it was made of, which the watchers of an event share.
 */
export function createConversion(client: WebhookClient): Conversion {
  const known = new WeakMap<Resource, WeakMap<KubeObject, KubeObject>>();
  const convertAll: Conversion['convertAll'] = async (objects, resource) => {
    const apiVersion = apiVersionOf(resource);
    if (objects.every((object) => object.apiVersion === apiVersion)) return objects;
    if (!resource.conversion) return objects.map((object) => renamed(object, resource));
    let converted = known.get(resource);
    if (!converted) known.set(resource, (converted = new WeakMap()));
    const missing = objects.filter((object) => object.apiVersion !== apiVersion && !converted.has(object));
    const made = await convertBy(client, missing, { resource, apiVersion, schema: resource.schema });
    missing.forEach((object, index) => converted.set(object, made[index] as KubeObject));
    return objects.map((object) => converted.get(object) ?? object);
  };
  return {
    convertAll,
    convert: async (object, resource) => {
      if (object.apiVersion === apiVersionOf(resource)) return object;
      return (await convertAll([object], resource))[0] as KubeObject;
    },
    toStored: async (object, resource) => {
      const { group, storageVersion: version } = resource.storedAs?.resource ?? resource;
      const apiVersion = apiVersionOf({ group, version });
      if (object.apiVersion === apiVersion) return object;
      if (!resource.conversion) return { ...(resource.storedAs?.toStored(object) ?? object), apiVersion };
      const { storedSchema: schema } = resource.conversion;
      return (await convertBy(client, [object], { resource, apiVersion, schema }))[0] as KubeObject;
    },
  };
}

function renamed(object: KubeObject, resource: Resource): KubeObject {
  const apiVersion = apiVersionOf(resource);
  if (object.apiVersion === apiVersion) return object;
  return resource.storedAs?.fromStored(object) ?? { ...object, apiVersion };
}

type Wanted = { readonly resource: Resource; readonly apiVersion: string; readonly schema: Schema };

async function convertBy(
  client: WebhookClient,
  objects: readonly KubeObject[],
  { resource, apiVersion: desiredAPIVersion, schema }: Wanted,
): Promise<KubeObject[]> {
  const [first] = objects;
  if (!first || !resource.conversion) return [];
  const { clientConfig, reviewVersions } = resource.conversion;
  const failed = (text: string): StatusError =>
    new StatusError(500, '', `conversion webhook for ${first.apiVersion}, Kind=${first.kind} ${text}`);
  const request = { uid: randomUUID(), desiredAPIVersion, objects };
  const answered = await ask().catch((error: unknown) => {
    throw failed(`failed: ${(error as Error).message}`);
  });
  if (answered.length !== objects.length) {
    throw failed(`returned ${answered.length} objects, expected ${objects.length}`);
  }
  return objects.map((object, index) => {
    try {
      return pruned(checkConverted(object, answered[index], desiredAPIVersion), schema);
    } catch (error) {
      throw failed(`returned ${(error as Error).message}`);
    }
  });

  async function ask(): Promise<readonly unknown[]> {
    const review = conversionReview(reviewVersions, request);
    const call = { clientConfig, review, timeoutSeconds: TIMEOUT_SECONDS, limitBytes: LIMIT_BYTES };
    return convertedObjects(review, request, await client.call(call));
  }
}

/** What the version does not know goes. */
function pruned(object: KubeObject, schema: Schema): KubeObject {
  const copy = cloneJson(object);
  if (isJsonObject(copy)) prune(copy, schema, true);
  return copy;
}
