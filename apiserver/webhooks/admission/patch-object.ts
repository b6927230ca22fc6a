import type { StatusError } from '../../errors/index.ts';
import { internalError } from '../../errors/index.ts';
import type { Resource } from '../../kinds/resource.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { parseJson } from '../../object/parse-json.ts';
import { jsonPatch } from '../../patch/json-patch.ts';
import { WebhookCallError } from './call-webhook.ts';

/** Makes an object of a kind of JSON; unknown fields are dropped. @throws StatusError */
export type DecodeObject = (value: unknown, resource: Resource) => KubeObject;

type Patched = { readonly webhook: string; readonly object: KubeObject; readonly resource: Resource };

/**
 * The object a webhook's patch makes of one.
 * @throws WebhookCallError for what is no JSON; StatusError 500 for a patch that does not apply, or makes no object of the kind
 */
export function patchObject(patch: string, { webhook, object, resource }: Patched, decode: DecodeObject): KubeObject {
  const operations = parse(patch, webhook);
  try {
    return decode(jsonPatch(object, operations), resource);
  } catch (error) {
    const { message, cause } = error as StatusError;
    throw internalError(cause instanceof Error ? cause.message : message);
  }
}

function parse(patch: string, webhook: string): unknown {
  try {
    return parseJson(patch);
  } catch (error) {
    throw new WebhookCallError(webhook, error as Error, 'received undecodable patch in webhook response: ');
  }
}

/** Puts another object's fields in the place of an object's own. */
export function replaceContent(object: KubeObject, content: KubeObject): void {
  for (const name of Object.keys(object)) delete (object as JsonObject)[name];
  Object.assign(object, content);
}
