import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid, notSupported } from '../../../errors/index.ts';
import { listErrors } from './list-errors.ts';
import { ruleFormErrors } from './rule-form-errors.ts';
import { unsupportedErrors } from './unsupported-fields.ts';
import type { SchemaPlace } from './walk-schema.ts';
import { isSchema, walkSchema } from './walk-schema.ts';
import { wrongTypeErrors } from './wrong-type.ts';

type Check = (place: SchemaPlace) => FieldError[];

/** What is wrong with the fields of a schema and those in it, one by one. */
export const formErrors = (root: SchemaPlace): FieldError[] =>
  [...walkSchema(root)].flatMap((place) => CHECKS.flatMap((check) => check(place)));

const TYPES: readonly string[] = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const MAP_TYPES: readonly string[] = ['atomic', 'granular'];

function typeErrors({ schema: { type }, path }: SchemaPlace): FieldError[] {
  if (!type || TYPES.includes(type)) return [];
  const errors = [notSupported(`${path}.type`, type, TYPES)];
  if (type !== 'null') return errors;
  return [...errors, forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative')];
}

const placedDefaultErrors: Check = ({ schema, path, noDefault }) =>
  noDefault !== undefined && schema.default !== undefined
    ? [forbidden(`${path}.default`, `must not be set ${noDefault}`)]
    : [];

const uniqueItemsErrors: Check = ({ schema, path }) =>
  schema.uniqueItems
    ? [
        forbidden(
          `${path}.uniqueItems`,
          'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
        ),
      ]
    : [];

function additionalPropertiesErrors({ schema, path }: SchemaPlace): FieldError[] {
  const { additionalProperties, properties = {} } = schema;
  const isRestricted = additionalProperties === false || isSchema(additionalProperties);
  if (!isRestricted || Object.keys(properties).length === 0) return [];
  return [forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive')];
}

const preserveErrors: Check = ({ schema, path }) =>
  schema['x-kubernetes-preserve-unknown-fields'] === false
    ? [invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined')]
    : [];

const embeddedErrors: Check = ({ schema, path, isInMeta }) =>
  isInMeta && schema['x-kubernetes-embedded-resource']
    ? [forbidden(`${path}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta')]
    : [];

function mapTypeErrors({ schema, path }: SchemaPlace): FieldError[] {
  const mapType = schema['x-kubernetes-map-type'] as string | undefined;
  if (mapType === undefined) return [];
  return [
    ...wrongTypeErrors({ schema, path }, 'object', 'x-kubernetes-map-type is specified'),
    ...(MAP_TYPES.includes(mapType) ? [] : [notSupported(`${path}.x-kubernetes-map-type`, mapType, MAP_TYPES)]),
  ];
}

const CHECKS: readonly Check[] = [
  typeErrors,
  placedDefaultErrors,
  unsupportedErrors,
  uniqueItemsErrors,
  additionalPropertiesErrors,
  preserveErrors,
  embeddedErrors,
  mapTypeErrors,
  listErrors,
  ruleFormErrors,
];
