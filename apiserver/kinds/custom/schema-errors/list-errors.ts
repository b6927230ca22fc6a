import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid, notSupported, required } from '../../../errors/index.ts';
import type { SchemaPlace, WrittenSchema } from './walk-schema.ts';
import { isSchema } from './walk-schema.ts';
import { wrongTypeErrors } from './wrong-type.ts';

const TYPE = 'x-kubernetes-list-type';
const KEYS = 'x-kubernetes-list-map-keys';
const LIST_TYPES: readonly string[] = ['atomic', 'set', 'map'];

/** What is wrong with how a list's items are told apart. */
export function listErrors(place: SchemaPlace): FieldError[] {
  const { schema, path } = place;
  const { [TYPE]: type, [KEYS]: keys = [], items } = schema;
  const list: List = { path, keys, items: isSchema(items) ? items : undefined };
  return [
    ...(keys.length > 0 && type !== 'map' ? [strayKeys(path, type)] : []),
    ...(type === undefined ? [] : typeErrors(place, type)),
    ...(type === 'set' && schema.type === 'array' ? setErrors(list) : []),
    ...(type === 'map' ? mapErrors(list) : []),
    ...(type === 'set' || type === 'map' ? nullableErrors(list, type) : []),
  ];
}

type List = { readonly path: string; readonly keys: readonly string[]; readonly items: WrittenSchema | undefined };

function strayKeys(path: string, type: string | undefined): FieldError {
  const detail = `must be map if ${KEYS} is non-empty`;
  return type === undefined ? required(`${path}.${TYPE}`, detail) : invalid(`${path}.${TYPE}`, type, detail);
}

const typeErrors = (place: SchemaPlace, type: string): FieldError[] => [
  ...wrongTypeErrors(place, 'array', `${TYPE} is specified`),
  ...(LIST_TYPES.includes(type) ? [] : [notSupported(`${place.path}.${TYPE}`, type, LIST_TYPES)]),
];

/** Items of a set are owned whole. */
function setErrors({ path, items }: List): FieldError[] {
  const { type, [TYPE]: listType, 'x-kubernetes-map-type': mapType } = items ?? {};
  const detail = `must be atomic as item of a list with ${TYPE}=set`;
  if (type === 'array' && listType !== undefined && listType !== 'atomic') {
    return [invalid(`${path}.items.${TYPE}`, listType, detail)];
  }
  // The value kube-apiserver shows is the list type's.
  if (type !== 'object' || mapType === 'atomic') return [];
  return [invalid(`${path}.items.x-kubernetes-map-type`, listType ?? null, detail)];
}

function mapErrors({ path, keys, items }: List): FieldError[] {
  const noKeys = keys.length === 0 ? [required(`${path}.${KEYS}`, `must not be empty if ${TYPE} is map`)] : [];
  if (!items) return [...noKeys, required(`${path}.items`, `must have a schema if ${TYPE} is map`)];
  if (items.type === 'object') return [...noKeys, ...keyErrors({ path, keys, items })];
  const detail = `must be object if parent array's ${TYPE} is map`;
  return [...noKeys, invalid(`${path}.items.type`, items.type ?? '', detail)];
}

function keyErrors({ path, keys, items }: List): FieldError[] {
  const { properties = {}, required: names = [] } = items ?? {};
  const wrong = (detail: string): FieldError => invalid(`${path}.${KEYS}`, keys, detail);
  return keys.flatMap((key, index) => {
    const repeated = keys.indexOf(key) < index ? [wrong('must not contain duplicate entries')] : [];
    const field = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (!field) return [wrong('entries must all be names of item properties'), ...repeated];
    const at = `${path}.items.properties[${key}]`;
    return [...repeated, ...keyFieldErrors(field, at, names.includes(key))];
  });
}

/** A key is a scalar that is always there. */
function keyFieldErrors(field: WrittenSchema, at: string, isRequired: boolean): FieldError[] {
  const isScalar = field.type !== 'array' && field.type !== 'object';
  const isGiven = isRequired || field.default !== undefined;
  const listed = `this property is in ${KEYS}, so it`;
  const scalar = `must be a scalar type if parent array's ${TYPE} is map`;
  return [
    // The type kube-apiserver shows is the item's.
    ...(isScalar ? [] : [invalid(`${at}.type`, 'object', scalar)]),
    ...(isGiven ? [] : [required(`${at}.default`, `${listed} must have a default or be a required property`)]),
    ...(field.nullable ? [forbidden(`${at}.nullable`, `${listed} cannot be nullable`)] : []),
  ];
}

const nullableErrors = ({ path, items }: List, type: string): FieldError[] =>
  items?.nullable ? [forbidden(`${path}.items.nullable`, `cannot be nullable when ${TYPE} is ${type}`)] : [];
