import type { Resource } from '../kinds/resource.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { describeDefinitions, isOfKind } from './definitions.ts';
import { describedDefinitions } from './described.ts';
import type { Dialect } from './dialect.ts';
import { V2, V3 } from './dialect.ts';
import type { Operation } from './operations.ts';
import { operationsOf } from './operations.ts';
import type { NameKind } from './write-operation.ts';
import { writeOperationV2, writeOperationV3 } from './write-operation.ts';

const INFO = { title: 'Kubernetes', version: '1.34' };
const CUSTOM_INFO = { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' };
const BEARER_TOKEN = {
  BearerToken: { type: 'apiKey', name: 'authorization', in: 'header', description: 'Bearer Token authentication' },
};

type WriteOperation = (operation: Operation, nameKind: NameKind) => JsonObject;

/** The description of one version of one group. */
export function documentV3(resources: readonly Resource[]): JsonObject {
  const { paths, definitions: schemas } = describe(resources, V3, writeOperationV3);
  if (resources.every(({ goType }) => !goType)) {
    return { openapi: '3.0.0', info: CUSTOM_INFO, paths, components: { schemas } };
  }
  return { openapi: '3.0.0', info: INFO, paths, components: { schemas, securitySchemes: BEARER_TOKEN } };
}

/** The description of everything that is served. */
export function documentV2(resources: readonly Resource[]): JsonObject {
  const { paths, definitions } = describe(resources, V2, writeOperationV2);
  const security = [{ BearerToken: [] }];
  return { swagger: '2.0', info: INFO, paths, definitions, securityDefinitions: BEARER_TOKEN, security };
}

function describe(
  resources: readonly Resource[],
  dialect: Dialect,
  write: WriteOperation,
): { paths: JsonObject; definitions: Record<string, JsonObject> } {
  const described = describedDefinitions();
  const nameKind: NameKind = (kind) => Object.keys(described).find((name) => isOfKind(described[name], kind));
  const paths: JsonObject = {};
  for (const resource of resources) {
    for (const [path, operations] of operationsOf(resource)) {
      paths[path] = Object.fromEntries(operations.map((operation) => [operation.method, write(operation, nameKind)]));
    }
  }
  return { paths, definitions: describeDefinitions(resources, dialect, described) };
}
