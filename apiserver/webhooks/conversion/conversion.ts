import { randomUUID } from 'node:crypto';
import { StatusError } from '../../errors/index.ts';
import type { Resource } from '../../kinds/resource.ts';
import { apiVersionOf } from '../../kinds/resource.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { Conversion } from '../../rest/dependencies.ts';
import { asDefined } from '../../rest/stored-form.ts';
import { pruned } from '../../schema/conform.ts';
import type { WebhookClient } from '../client/webhook-client.ts';
import { checkConverted, conversionReview, convertedObjects } from './conversion-review.ts';

/** As kube-apiserver: how long a conversion may take. */
const TIMEOUT_SECONDS = 30;
/** A long list is converted in one call. */
const LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * Turns objects between versions: by the webhook of their definition where there is one, else by another apiVersion and
 * without what that version does not know. What was stored before its definition changed is first made what that says now.
 * What was made for a version is kept with the decoded record it was made of, which the watchers of an event share.
 */
export function createConversion(client: WebhookClient): Conversion {
  const known = new WeakMap<Resource, Converted>();
  const convertAll: Conversion['convertAll'] = async (objects, resource) => {
    const apiVersion = apiVersionOf(resource);
    const defined = resource.storedSchemas ? objects.map((object) => asDefined(object, resource)) : objects;
    const others = defined.filter((object) => object.apiVersion !== apiVersion);
    if (others.length === 0) return defined;
    const converted = known.get(resource) ?? new WeakMap<KubeObject, KubeObject>();
    known.set(resource, converted);
    const missing = others.filter((object) => !converted.has(object));
    const made = resource.conversion
      ? await convertBy(client, missing, { resource, apiVersion })
      : missing.map((object) => renamed(object, resource));
    missing.forEach((object, index) => converted.set(object, made[index] as KubeObject));
    return defined.map((object) => converted.get(object) ?? object);
  };
  return {
    convertAll,
    convert: async (object, resource) => {
      const defined = asDefined(object, resource);
      if (defined.apiVersion === apiVersionOf(resource)) return defined;
      return (await convertAll([object], resource))[0] as KubeObject;
    },
    toStored: async (object, resource) => {
      const { group, storageVersion: version } = resource.storedAs?.resource ?? resource;
      const apiVersion = apiVersionOf({ group, version });
      if (object.apiVersion === apiVersion) return object;
      if (resource.conversion) return (await convertBy(client, [object], { resource, apiVersion }))[0] as KubeObject;
      return prunedFor({ ...(resource.storedAs?.toStored(object) ?? object), apiVersion }, resource);
    },
  };
}

/** By what they were made of. */
type Converted = WeakMap<KubeObject, KubeObject>;

function renamed(object: KubeObject, resource: Resource): KubeObject {
  return (
    resource.storedAs?.fromStored(object) ?? prunedFor({ ...object, apiVersion: apiVersionOf(resource) }, resource)
  );
}

/** A custom resource without what the version it is in does not know. */
function prunedFor(object: KubeObject, { storedSchemas }: Resource): KubeObject {
  const version = storedSchemas?.get(object.apiVersion);
  return version ? pruned(object, version.schema) : object;
}

type Wanted = { readonly resource: Resource; readonly apiVersion: string };

async function convertBy(
  client: WebhookClient,
  objects: readonly KubeObject[],
  { resource, apiVersion: desiredAPIVersion }: Wanted,
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
      return prunedFor(checkConverted(object, answered[index], desiredAPIVersion), resource);
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
