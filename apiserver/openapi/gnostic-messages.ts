import { isJsonObject } from '../object/kube-object.ts';

/** A scalar (`string`, `bool`, `int`, `double`), `Any`, or a message's name; `[]` before a list. */
export type FieldType = string;
export type Field = readonly [number: number, type: FieldType];

/** How a value of OpenAPI version 2 is a message of gnostic's package openapi.v2. */
export type Message =
  | {
      /** By their names in JSON. */
      readonly fields: Readonly<Record<string, Field>>;
      /** The number of the list of what begins with `x-`. */
      readonly extensions?: number;
    }
  /** A list of any names with their values. */
  | { readonly entries: Field; readonly extensions?: number }
  /** A message around the one field that a value belongs in. */
  | { readonly choose: (value: unknown) => Field };

const primitives = (first: number): Readonly<Record<string, Field>> => ({
  type: [first, 'string'],
  format: [first + 1, 'string'],
  items: [first + 2, 'PrimitivesItems'],
  collectionFormat: [first + 3, 'string'],
  default: [first + 4, 'Any'],
  maximum: [first + 5, 'double'],
  exclusiveMaximum: [first + 6, 'bool'],
  minimum: [first + 7, 'double'],
  exclusiveMinimum: [first + 8, 'bool'],
  maxLength: [first + 9, 'int'],
  minLength: [first + 10, 'int'],
  pattern: [first + 11, 'string'],
  maxItems: [first + 12, 'int'],
  minItems: [first + 13, 'int'],
  uniqueItems: [first + 14, 'bool'],
  enum: [first + 15, '[]Any'],
  multipleOf: [first + 16, 'double'],
});

const PARAMETER: Readonly<Record<string, Field>> = {
  required: [1, 'bool'],
  in: [2, 'string'],
  description: [3, 'string'],
  name: [4, 'string'],
};

const isReference = (value: unknown): boolean => isJsonObject(value) && typeof value['$ref'] === 'string';
const placeOf = (parameter: unknown): unknown => isJsonObject(parameter) && parameter['in'];

/** The messages this server's documents are made of (gnostic, openapiv2/OpenAPIv2.proto). */
export const MESSAGES: Readonly<Record<string, Message>> = {
  Document: {
    fields: {
      swagger: [1, 'string'],
      info: [2, 'Info'],
      host: [3, 'string'],
      basePath: [4, 'string'],
      schemes: [5, '[]string'],
      consumes: [6, '[]string'],
      produces: [7, '[]string'],
      paths: [8, 'Paths'],
      definitions: [9, 'Schemas'],
      security: [12, '[]SecurityRequirement'],
      securityDefinitions: [13, 'SecurityDefinitions'],
    },
    extensions: 16,
  },
  Info: { fields: { title: [1, 'string'], version: [2, 'string'], description: [3, 'string'] }, extensions: 7 },
  Paths: { entries: [2, 'PathItem'], extensions: 1 },
  PathItem: {
    fields: {
      get: [2, 'Operation'],
      put: [3, 'Operation'],
      post: [4, 'Operation'],
      delete: [5, 'Operation'],
      options: [6, 'Operation'],
      head: [7, 'Operation'],
      patch: [8, 'Operation'],
      parameters: [9, '[]ParametersItem'],
    },
    extensions: 10,
  },
  Operation: {
    fields: {
      tags: [1, '[]string'],
      summary: [2, 'string'],
      description: [3, 'string'],
      operationId: [5, 'string'],
      produces: [6, '[]string'],
      consumes: [7, '[]string'],
      parameters: [8, '[]ParametersItem'],
      responses: [9, 'Responses'],
      schemes: [10, '[]string'],
      deprecated: [11, 'bool'],
      security: [12, '[]SecurityRequirement'],
    },
    extensions: 13,
  },
  ParametersItem: { choose: (value) => (isReference(value) ? [2, 'JsonReference'] : [1, 'Parameter']) },
  JsonReference: { fields: { $ref: [1, 'string'], description: [2, 'string'] } },
  Parameter: { choose: (value) => (placeOf(value) === 'body' ? [1, 'BodyParameter'] : [2, 'NonBodyParameter']) },
  BodyParameter: {
    fields: {
      description: [1, 'string'],
      name: [2, 'string'],
      in: [3, 'string'],
      required: [4, 'bool'],
      schema: [5, 'Schema'],
    },
    extensions: 6,
  },
  NonBodyParameter: { choose: (value) => (placeOf(value) === 'path' ? [4, 'PathParameter'] : [3, 'QueryParameter']) },
  PathParameter: { fields: { ...PARAMETER, ...primitives(5) }, extensions: 22 },
  QueryParameter: { fields: { ...PARAMETER, allowEmptyValue: [5, 'bool'], ...primitives(6) }, extensions: 23 },
  PrimitivesItems: { fields: primitives(1), extensions: 18 },
  Responses: { entries: [1, 'ResponseValue'], extensions: 2 },
  ResponseValue: { choose: (value) => (isReference(value) ? [2, 'JsonReference'] : [1, 'Response']) },
  Response: { fields: { description: [1, 'string'], schema: [2, 'SchemaItem'] }, extensions: 5 },
  SchemaItem: { choose: () => [1, 'Schema'] },
  Schemas: { entries: [1, 'Schema'] },
  Schema: {
    fields: {
      $ref: [1, 'string'],
      format: [2, 'string'],
      title: [3, 'string'],
      description: [4, 'string'],
      default: [5, 'Any'],
      multipleOf: [6, 'double'],
      maximum: [7, 'double'],
      exclusiveMaximum: [8, 'bool'],
      minimum: [9, 'double'],
      exclusiveMinimum: [10, 'bool'],
      maxLength: [11, 'int'],
      minLength: [12, 'int'],
      pattern: [13, 'string'],
      maxItems: [14, 'int'],
      minItems: [15, 'int'],
      uniqueItems: [16, 'bool'],
      maxProperties: [17, 'int'],
      minProperties: [18, 'int'],
      required: [19, '[]string'],
      enum: [20, '[]Any'],
      additionalProperties: [21, 'AdditionalPropertiesItem'],
      type: [22, 'Strings'],
      items: [23, 'ItemsItem'],
      allOf: [24, '[]Schema'],
      properties: [25, 'Schemas'],
      discriminator: [26, 'string'],
      readOnly: [27, 'bool'],
      externalDocs: [29, 'ExternalDocs'],
      example: [30, 'Any'],
    },
    extensions: 31,
  },
  AdditionalPropertiesItem: { choose: (value) => (typeof value === 'boolean' ? [2, 'bool'] : [1, 'Schema']) },
  Strings: { choose: () => [1, '[]string'] },
  ItemsItem: { choose: () => [1, '[]Schema'] },
  ExternalDocs: { fields: { description: [1, 'string'], url: [2, 'string'] }, extensions: 3 },
  SecurityRequirement: { entries: [1, 'Strings'] },
  SecurityDefinitions: { entries: [1, 'SecurityDefinitionsItem'] },
  SecurityDefinitionsItem: { choose: () => [2, 'ApiKeySecurity'] },
  ApiKeySecurity: {
    fields: { type: [1, 'string'], name: [2, 'string'], in: [3, 'string'], description: [4, 'string'] },
    extensions: 5,
  },
};
