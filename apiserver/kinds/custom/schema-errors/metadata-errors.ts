import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid } from '../../../errors/index.ts';
import type { WrittenSchema } from './walk-schema.ts';

/** The types an object's own fields have, if a schema says any. */
const FIELD_TYPES = { apiVersion: 'string', kind: 'string', metadata: 'object' } as const;

/** What is wrong with what the schema of an object says of its apiVersion, kind and metadata. */
export const typeFieldErrors = ({ properties = {} }: WrittenSchema, path: string): FieldError[] =>
  Object.entries(FIELD_TYPES).flatMap(([name, type]) => {
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!field || field.type === type) return [];
    return [invalid(`${path}.properties[${name}].type`, field.type ?? '', `must be ${type}`)];
  });

const NAMES: readonly string[] = ['name', 'generateName'];
/** Fields of a schema that restrict nothing, or are told of elsewhere. */
const HARMLESS: readonly string[] = ['type', 'default', 'externalDocs', 'example'];

/** The metadata of an object at the root may be restricted in its names only. */
export function metadataErrors({ properties = {} }: WrittenSchema, path: string): FieldError[] {
  const { metadata } = properties;
  if (!metadata) return [];
  const isRestricted = Object.entries(metadata).some(([name, value]) =>
    name === 'properties'
      ? !Object.keys(value as object).every((field) => NAMES.includes(field))
      : !HARMLESS.includes(name) && !isZero(value),
  );
  if (!isRestricted) return [];
  const detail = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
  return [forbidden(`${path}.properties[metadata]`, detail)];
}

const isZero = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length === 0 : value !== 0 && !value;
