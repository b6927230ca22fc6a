import type { JsonObject } from '../object/kube-object.ts';
import { definitionName, DELETE_OPTIONS, listDefinitionName, PATCH, STATUS } from './definition-name.ts';
import { V2, V3 } from './dialect.ts';
import type { Operation } from './operations.ts';
import { describeOperation, operationId, tagOf } from './operation-words.ts';

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
  const { action, method, resource } = operation;
  if (action === 'deletecollection') return STATUS;
  if (method === 'delete') return resource.strategy.returnsDeleted ? objectName(operation, nameKind) : STATUS;
  return operation.isList ? listDefinitionName(resource) : objectName(operation, nameKind);
}

function common(operation: Operation): JsonObject {
  const { group, version, kind, decoding } = operation.resource;
  return {
    description: describeOperation(operation),
    operationId: operationId(operation),
    tags: [tagOf(operation)],
    'x-kubernetes-action': operation.action,
    // Of a custom kind all is told as about the kind itself.
    'x-kubernetes-group-version-kind': decoding === 'typed' ? operation.kind : { group, version, kind },
  };
}

const WRITTEN = { '200': 'OK', '201': 'Created' };
/** The codes of success, by what is done. */
const CODES: Readonly<Partial<Record<Operation['action'], Readonly<Record<string, string>>>>> = {
  post: { ...WRITTEN, '202': 'Accepted' },
  put: WRITTEN,
  patch: WRITTEN,
  delete: { '200': 'OK', '202': 'Accepted' },
};

function responses({ action }: Operation, content: JsonObject): JsonObject {
  const answers = Object.entries(CODES[action] ?? { '200': 'OK' });
  return {
    ...Object.fromEntries(answers.map(([code, description]) => [code, { description, ...content }])),
    '401': UNAUTHORIZED,
  };
}

/** An operation as OpenAPI v3 has it. */
export function writeOperationV3(operation: Operation, nameKind: NameKind): JsonObject {
  const sent = sentName(operation, nameKind);
  const types = operation.method === 'patch' ? patchTypes(operation) : protobufToo(operation);
  const content = (accepted: readonly string[], name: string): JsonObject =>
    Object.fromEntries(accepted.map((type) => [type, { schema: V3.reference(name) }]));
  const answer = operation.isText
    ? { [textType(operation)]: { schema: TEXT } }
    : content(PRODUCED, answeredName(operation, nameKind));
  return {
    ...common(operation),
    parameters: operation.parameters.map(({ name, in: place, type }) => ({
      name,
      in: place,
      ...(place === 'path' && { required: true }),
      schema: { type, uniqueItems: true },
    })),
    ...(sent && { requestBody: { content: content(types, sent), ...(isRequired(operation) && { required: true }) } }),
    responses: responses(operation, { content: answer }),
  };
}

/** A log is a text, a connection whatever passes. */
const textType = ({ action }: Operation): string => (action === 'connect' ? '*/*' : 'text/plain');

const isRequired = ({ method }: Operation): boolean => method !== 'delete';

/** An operation as OpenAPI v2 (Swagger) has it. */
export function writeOperationV2(operation: Operation, nameKind: NameKind): JsonObject {
  const sent = sentName(operation, nameKind);
  const body = sent && { name: 'body', in: 'body', required: isRequired(operation), schema: V2.reference(sent) };
  const schema = operation.isText ? TEXT : V2.reference(answeredName(operation, nameKind));
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
    produces: operation.isText ? [textType(operation)] : PRODUCED,
    schemes: ['https'],
    parameters: body ? [body, ...parameters] : parameters,
    responses: responses(operation, { schema }),
  };
}
