import { expect, test } from '@jest/globals';
import protobuf from 'protobufjs';
import { encodeDocument } from '../../../../apiserver/openapi/encode-document.ts';

/** The part of gnostic's definitions that the documents below need, as a reader has it. */
const PROTO = `
  syntax = "proto3";
  message Any { string yaml = 2; }
  message NamedAny { string name = 1; Any value = 2; }
  message Info { string title = 1; string version = 2; }
  message Strings { repeated string value = 1; }
  message Items { repeated Schema schema = 1; }
  message Additional { oneof oneof { Schema schema = 1; bool boolean = 2; } }
  message NamedSchema { string name = 1; Schema value = 2; }
  message Schemas { repeated NamedSchema additional_properties = 1; }
  message Schema {
    string _ref = 1; string format = 2; string description = 4; Any default = 5; double minimum = 9;
    bool exclusive_minimum = 10; int64 max_length = 11; repeated string required = 19; repeated Any enum = 20;
    Additional additional_properties = 21; Strings type = 22; Items items = 23; repeated Schema all_of = 24;
    Schemas properties = 25; repeated NamedAny vendor_extension = 31;
  }
  message Body { string name = 2; string in = 3; bool required = 4; Schema schema = 5; }
  message Query { string in = 2; string name = 4; string type = 6; bool unique_items = 20; }
  message Path { bool required = 1; string in = 2; string name = 4; string type = 5; bool unique_items = 19; }
  message NonBody { oneof oneof { Query query = 3; Path path = 4; } }
  message Parameter { oneof oneof { Body body = 1; NonBody non_body = 2; } }
  message Reference { string _ref = 1; }
  message ParametersItem { oneof oneof { Parameter parameter = 1; Reference json_reference = 2; } }
  message SchemaItem { oneof oneof { Schema schema = 1; } }
  message Response { string description = 1; SchemaItem schema = 2; }
  message ResponseValue { oneof oneof { Response response = 1; } }
  message NamedResponse { string name = 1; ResponseValue value = 2; }
  message Responses { repeated NamedResponse response_code = 1; }
  message Operation {
    string operation_id = 5; repeated string produces = 6; repeated ParametersItem parameters = 8;
    Responses responses = 9; repeated NamedAny vendor_extension = 13;
  }
  message PathItem { Operation get = 2; repeated ParametersItem parameters = 9; }
  message NamedPath { string name = 1; PathItem value = 2; }
  message Paths { repeated NamedPath path = 2; }
  message NamedStrings { string name = 1; Strings value = 2; }
  message Requirement { repeated NamedStrings additional_properties = 1; }
  message ApiKey { string type = 1; string name = 2; string in = 3; }
  message Security { oneof oneof { ApiKey api_key = 2; } }
  message NamedSecurity { string name = 1; Security value = 2; }
  message SecurityDefinitions { repeated NamedSecurity additional_properties = 1; }
  message Document {
    string swagger = 1; Info info = 2; Paths paths = 8; Schemas definitions = 9;
    repeated Requirement security = 12; SecurityDefinitions security_definitions = 13;
  }`;
const Document = protobuf.parse(PROTO).root.lookupType('Document');

const decode = (bytes: Buffer): unknown => Document.toObject(Document.decode(bytes), { longs: Number });
const decodeSchema = (schema: object): unknown => {
  const document = decode(encodeDocument({ definitions: { S: schema } }));
  return (document as { definitions: { additionalProperties: { value: object }[] } }).definitions
    .additionalProperties[0]?.value;
};

test('a schema is written with its types, values of any type as YAML', () => {
  expect(
    decodeSchema({
      description: 'What it is.',
      type: 'object',
      required: ['a'],
      properties: {
        a: { $ref: '#/definitions/A' },
        b: { type: 'array', items: { type: 'number', minimum: 0.5, exclusiveMinimum: true } },
        c: { type: 'object', additionalProperties: { type: 'string', maxLength: 63, default: '', enum: ['', 'x'] } },
        d: { type: 'object', additionalProperties: true },
      },
      allOf: [{ $ref: '#/definitions/B' }],
      'x-kubernetes-group-version-kind': [{ kind: 'S' }],
    }),
  ).toEqual({
    description: 'What it is.',
    type: { value: ['object'] },
    required: ['a'],
    properties: {
      additionalProperties: [
        { name: 'a', value: { _ref: '#/definitions/A' } },
        {
          name: 'b',
          value: {
            type: { value: ['array'] },
            items: { schema: [{ type: { value: ['number'] }, minimum: 0.5, exclusiveMinimum: true }] },
          },
        },
        {
          name: 'c',
          value: {
            type: { value: ['object'] },
            additionalProperties: {
              schema: {
                type: { value: ['string'] },
                maxLength: 63,
                default: { yaml: '""' },
                enum: [{ yaml: '""' }, { yaml: '"x"' }],
              },
            },
          },
        },
        { name: 'd', value: { type: { value: ['object'] }, additionalProperties: { boolean: true } } },
      ],
    },
    allOf: [{ _ref: '#/definitions/B' }],
    vendorExtension: [{ name: 'x-kubernetes-group-version-kind', value: { yaml: '[{"kind":"S"}]' } }],
  });
});

test('an operation is written with its parameters where they belong', () => {
  const get = {
    operationId: 'readThing',
    produces: ['application/json'],
    parameters: [
      { name: 'body', in: 'body', required: true, schema: { type: 'object' } },
      { name: 'limit', in: 'query', type: 'integer', uniqueItems: true },
      { $ref: '#/parameters/pretty' },
    ],
    responses: { 200: { description: 'OK', schema: { $ref: '#/definitions/A' } } },
    'x-kubernetes-action': 'get',
  };
  const parameters = [{ name: 'name', in: 'path', required: true, type: 'string', uniqueItems: true }];
  expect(decode(encodeDocument({ swagger: '2.0', paths: { '/things/{name}': { get, parameters } } }))).toEqual({
    swagger: '2.0',
    paths: {
      path: [
        {
          name: '/things/{name}',
          value: {
            get: {
              operationId: 'readThing',
              produces: ['application/json'],
              parameters: [
                {
                  parameter: {
                    body: { name: 'body', in: 'body', required: true, schema: { type: { value: ['object'] } } },
                  },
                },
                {
                  parameter: { nonBody: { query: { name: 'limit', in: 'query', type: 'integer', uniqueItems: true } } },
                },
                { jsonReference: { _ref: '#/parameters/pretty' } },
              ],
              responses: {
                responseCode: [
                  {
                    name: '200',
                    value: { response: { description: 'OK', schema: { schema: { _ref: '#/definitions/A' } } } },
                  },
                ],
              },
              vendorExtension: [{ name: 'x-kubernetes-action', value: { yaml: '"get"' } }],
            },
            parameters: [
              {
                parameter: {
                  nonBody: { path: { name: 'name', in: 'path', required: true, type: 'string', uniqueItems: true } },
                },
              },
            ],
          },
        },
      ],
    },
  });
});

test('what is about the whole document is written; what gnostic has no place for is left out', () => {
  expect(
    decode(
      encodeDocument({
        info: { title: 'Kubernetes', version: 'v1' },
        security: [{ BearerToken: [] }],
        securityDefinitions: { BearerToken: { type: 'apiKey', name: 'authorization', in: 'header' } },
        nonsense: true,
      }),
    ),
  ).toEqual({
    info: { title: 'Kubernetes', version: 'v1' },
    security: [{ additionalProperties: [{ name: 'BearerToken', value: {} }] }],
    securityDefinitions: {
      additionalProperties: [
        { name: 'BearerToken', value: { apiKey: { type: 'apiKey', name: 'authorization', in: 'header' } } },
      ],
    },
  });
});
