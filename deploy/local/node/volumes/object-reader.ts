import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import type { ConfigMap, Secret } from '../../controllers/objects/cluster.ts';

/** The keys of a ConfigMap or Secret with their bytes. */
export type KeyValues = ReadonlyMap<string, Buffer>;

/** Reads ConfigMaps and Secrets of one namespace; undefined stands for "does not exist". */
export interface ObjectReader {
  configMap(name: string): Promise<KeyValues | undefined>;
  secret(name: string): Promise<KeyValues | undefined>;
}

/** Reads from the API server at every call: pods ask seldom, and no secret stays in memory. */
export function createObjectReader(client: KubernetesClient, namespace: string): ObjectReader {
  return {
    configMap: (name) =>
      orMissing(async () => {
        const { data = {}, binaryData = {} } = await client.get<ConfigMap>(core.configMaps, { namespace, name });
        return new Map([...decode(data, 'utf8'), ...decode(binaryData, 'base64')]);
      }),
    secret: (name) =>
      orMissing(async () => {
        const { data = {} } = await client.get<Secret>(core.secrets, { namespace, name });
        return new Map(decode(data, 'base64'));
      }),
  };
}

const decode = (data: Readonly<Record<string, string>>, encoding: 'utf8' | 'base64'): [string, Buffer][] =>
  Object.entries(data).map(([key, value]) => [key, Buffer.from(value, encoding)]);

async function orMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
