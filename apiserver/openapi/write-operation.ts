import type { JsonObject } from '../object/kube-object.ts';
import { definitionName, DELETE_OPTIONS, listDefinitionName, PATCH, STATUS } from './definition-name.ts';
import { V2, V3 } from './dialect.ts';
import type { Operation } from './operations.ts';
import { operationId } from './operations.ts';

/** Names the definition of a subresource's own kind. */
export type NameKind = (kind: Operation['kind']) => string | undefined;

const PRODUCED = ['application/json'];
const CONSUMED = ['application/json', 'application/yaml'];
const PATCHES = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];
const STRATEGIC = 'application/strategic-merge-patch+json';
const TEXT = { type: 'string' };
const UNAUTHORIZED = { description: 'Unauthorized' };

const patchTypes = ({ resource }: Operation): string[] =>
  resource.decoding === 'typed' ? [...PATCHES, STRATEGIC] : PATCHES;

const protobufToo = ({ resource }: Operation): string[] =>
  resource.decoding === 'typed' ? [...CONSUMED, 'application/vnd.kubernetes.protobuf'] : CONSUMED;

function sentName(operation: Operation, nameKind: NameKind): string | undefined {
  if (operation.method === 'get' || operation.isText) return undefined;
  if (operation.method === 'delete') return DELETE_OPTIONS;
  return operation.method === 'patch' ? PATCH : objectName(operation, nameKind);
}

function objectName({ resource, kind }: Operation, nameKind: NameKind): string {
  return kind.kind === resource.kind ? definitionName(resource) : (nameKind(kind) ?? definitionName(resource));
}

function answeredName(operation: Operation, nameKind: NameKind): string {
  if (operation.method === 'delete') return STATUS;
  return operation.isList ? listDefinitionName(operation.resource) : objectName(operation, nameKind);
}

function common(operation: Operation): JsonObject {
  const { action, kind, resource, subresource } = operation;
  const of = subresource ? `${subresource} of ` : '';
  return {
    description: `${action} ${of}${operation.isList ? 'objects of kind' : 'the specified'} ${resource.kind}`,
    operationId: operationId(operation),
    tags: [`${resource.group.split('.')[0] || 'core'}_${resource.version}`],
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kind,
  };
}

const isCreation = ({ method }: Operation): boolean => method === 'post';

export function writeOperationV3(operation: Operation, nameKind: NameKind): JsonObject {
  const sent = sentName(operation, nameKind);
  const types = operation.method === 'patch' ? patchTypes(operation) : protobufToo(operation);
  const content = (accepted: readonly string[], name: string): JsonObject =>
    Object.fromEntries(accepted.map((type) => [type, { schema: V3.reference(name) }]));
  const object = (): JsonObject => content(PRODUCED, answeredName(operation, nameKind));
  const answer = { description: 'OK', content: operation.isText ? { '*/*': { schema: TEXT } } : object() };
  return {
    ...common(operation),
    parameters: operation.parameters.map(({ name, in: place, type }) => ({
      name,
      in: place,
      ...(place === 'path' && { required: true }),
      schema: { type, uniqueItems: true },
    })),
    ...(sent && { requestBody: { content: content(types, sent), ...(isRequired(operation) && { required: true }) } }),
    responses: { '200': answer, ...(isCreation(operation) && { '201': answer }), '401': UNAUTHORIZED },
  };
}

const isRequired = ({ method }: Operation): boolean => method !== 'delete';

export function writeOperationV2(operation: Operation, nameKind: NameKind): JsonObject {
  const sent = sentName(operation, nameKind);
  const body = sent && { name: 'body', in: 'body', required: isRequired(operation), schema: V2.reference(sent) };
  const schema = operation.isText ? TEXT : V2.reference(answeredName(operation, nameKind));
  const answer = { description: 'OK', schema };
  const parameters = operation.parameters.map(({ name, in: place, type }) => ({
    name,
    in: place,
    ...(place === 'path' && { required: true }),
    type,
    uniqueItems: true,
  }));
  return {
    ...common(operation),
    consumes: operation.method === 'patch' ? patchTypes(operation) : protobufToo(operation),
    produces: PRODUCED,
    schemes: ['https'],
    parameters: body ? [body, ...parameters] : parameters,
    responses: { '200': answer, ...(isCreation(operation) && { '201': answer }), '401': UNAUTHORIZED },
  };
}
