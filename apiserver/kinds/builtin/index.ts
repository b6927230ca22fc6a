import type { Resource } from '../resource.ts';
import { configMap } from './config-map.ts';
import { customResourceDefinition } from './custom-resource-definition.ts';
import { lease } from './lease.ts';
import { namespace } from './namespace.ts';
import { secret } from './secret.ts';
import { serviceAccount } from './service-account.ts';

/** The kinds served from the start. A kind is added by a file of its own, and its name in served-definitions.ts. */
export const BUILTIN_RESOURCES: readonly Resource[] = [
  configMap,
  customResourceDefinition,
  lease,
  namespace,
  secret,
  serviceAccount,
];

export { namespace as namespaceResource } from './namespace.ts';
