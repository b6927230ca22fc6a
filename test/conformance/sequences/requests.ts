import type { Step } from '../sequence.ts';

export const CORE = '/api/v1/namespaces/{ns}';
export const CONFIG_MAPS = `${CORE}/configmaps`;

export const get = (path: string, more: Partial<Step> = {}): Step => ({ method: 'GET', path, ...more });
export const post = (path: string, body: unknown, more: Partial<Step> = {}): Step => ({
  method: 'POST',
  path,
  body,
  ...more,
});
export const put = (path: string, body: unknown, more: Partial<Step> = {}): Step => ({
  method: 'PUT',
  path,
  body,
  ...more,
});
export const remove = (path: string, body?: unknown, more: Partial<Step> = {}): Step => ({
  method: 'DELETE',
  path,
  ...(body !== undefined && { body }),
  ...more,
});

const PATCH_TYPES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

export const patch = (type: keyof typeof PATCH_TYPES, path: string, body: unknown, more: Partial<Step> = {}): Step => ({
  method: 'PATCH',
  path,
  body,
  contentType: PATCH_TYPES[type],
  ...more,
});

export const configMap = (name: string, data: unknown = { a: '1' }, metadata: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});

/** A part of a body; undefined if it has none. */
export const at =
  (...path: readonly string[]) =>
  (body: unknown): unknown =>
    path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], body);
