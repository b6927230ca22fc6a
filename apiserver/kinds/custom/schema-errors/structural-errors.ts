import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid, required } from '../../../errors/index.ts';
import { equalJson } from '../../../object/kube-object.ts';
import { completenessErrors } from './completeness-errors.ts';
import { metadataErrors, typeFieldErrors } from './metadata-errors.ts';
import { nestedErrors, patternErrors } from './nested-errors.ts';
import type { WrittenSchema } from './walk-schema.ts';
import { isSchema, JUNCTORS } from './walk-schema.ts';

/** Where a schema is: at the root, an array's items, or a field's (a map's values, too). */
type Level = 'root' | 'items' | 'field';

/** What keeps a schema from being a structural one (apiextensions, ValidateStructural). */
export const structuralErrors = (schema: WrittenSchema, path: string): FieldError[] => [
  ...levelErrors({ schema, path, level: 'root' }),
  ...completenessErrors(schema, path),
];

type Place = { readonly schema: WrittenSchema; readonly path: string; readonly level: Level };

function levelErrors(place: Place): FieldError[] {
  const { schema, path } = place;
  const { properties = {}, items, additionalProperties } = schema;
  const below = (child: WrittenSchema, name: string, level: Level): FieldError[] =>
    levelErrors({ schema: child, path: `${path}.${name}`, level });
  return [
    ...ownErrors(place),
    ...junctorErrors(place),
    ...Object.entries(properties).flatMap(([name, field]) => below(field, `properties[${name}]`, 'field')),
    ...(isSchema(items) ? below(items, 'items', 'items') : []),
    ...(isSchema(additionalProperties) ? below(additionalProperties, 'additionalProperties', 'field') : []),
  ];
}

const ownErrors = (place: Place): FieldError[] => [
  ...typeErrors(place),
  ...markErrors(place),
  ...embeddedErrors(place),
  ...patternErrors(place.schema, place.path),
  ...(place.level === 'root' || place.schema['x-kubernetes-embedded-resource']
    ? typeFieldErrors(place.schema, place.path)
    : []),
  ...(place.level === 'root' ? metadataErrors(place.schema, place.path) : []),
];

const NO_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  items: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function typeErrors({ schema, path, level }: Place): FieldError[] {
  const { type, items } = schema;
  const isFree = schema['x-kubernetes-int-or-string'] || schema['x-kubernetes-preserve-unknown-fields'];
  const isLeft = isFree || schema['x-kubernetes-embedded-resource'];
  return [
    ...(!type && !isLeft ? [required(`${path}.type`, NO_TYPE[level])] : []),
    ...(type && type !== 'object' && level === 'root'
      ? [invalid(`${path}.type`, type, 'must be object at the root')]
      : []),
    ...(type === 'array' && !items ? [required(`${path}.items`, 'must be specified')] : []),
    ...(schema.additionalProperties !== undefined && level === 'root'
      ? [forbidden(`${path}.additionalProperties`, 'must not be used at the root')]
      : []),
  ];
}

/** Marks a value that may be a number or a text cannot have. */
const markErrors = ({ schema, path }: Place): FieldError[] =>
  (['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const)
    .filter((mark) => schema['x-kubernetes-int-or-string'] && schema[mark])
    .map((mark) => invalid(`${path}.${mark}`, true, 'must be false if x-kubernetes-int-or-string is true'));

function embeddedErrors({ schema, path }: Place): FieldError[] {
  if (!schema['x-kubernetes-embedded-resource']) return [];
  const { type, properties = {}, additionalProperties } = schema;
  const wanted = 'must be object if x-kubernetes-embedded-resource is true';
  const isEmpty = Object.keys(properties).length === 0 && !schema['x-kubernetes-preserve-unknown-fields'];
  const empty =
    'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
  return [
    ...(type ? [] : [required(`${path}.type`, wanted)]),
    ...(type && type !== 'object' ? [invalid(`${path}.type`, type, wanted)] : []),
    ...(additionalProperties === undefined
      ? []
      : [forbidden(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set')]),
    ...(isEmpty ? [required(`${path}.properties`, empty)] : []),
  ];
}

const INT_OR_STRING = [{ type: 'integer' }, { type: 'string' }];

/** The alternatives that say a value is a number or a text may name types, as nothing else in a junctor may. */
function junctorErrors({ schema, path }: Place): FieldError[] {
  const { allOf = [], not } = schema;
  const isPattern = (list: unknown): boolean => equalJson(list, INT_OR_STRING);
  const [first, ...rest] = allOf;
  const lists: Partial<WrittenSchema> = {
    ...schema,
    anyOf: isPattern(schema.anyOf) ? [] : (schema.anyOf ?? []),
    allOf: first && isPattern(first.anyOf) ? [{ ...first, anyOf: [] }, ...rest] : allOf,
  };
  return [
    ...JUNCTORS.flatMap((name) =>
      (lists[name] ?? []).flatMap((child, index) => nestedErrors(child, `${path}.${name}[${index}]`)),
    ),
    ...(not ? nestedErrors(not, `${path}.not`) : []),
  ];
}
