import type { FieldError } from '../../../errors/index.ts';
import { invalid } from '../../../errors/index.ts';
import { cloneJson } from '../../../object/kube-object.ts';
import { ruleErrors } from '../../../schema/cel/evaluate-rules.ts';
import { isEmbedded, prune } from '../../../schema/prune.ts';
import type { Schema } from '../../../schema/schema.ts';
import { validateSchema } from '../../../schema/validate.ts';
import { embeddedResourceErrors } from '../embedded-resource-errors.ts';
import { META_FIELDS } from './walk-schema.ts';

type Place = {
  readonly schema: Schema;
  readonly path: string;
  readonly isObject?: boolean;
  readonly isInMeta?: boolean;
};

/** What is wrong with the defaults of a structural schema: they have no unknown fields, and are valid themselves. */
export const defaultErrors = (schema: Schema, path: string): FieldError[] =>
  [...defaultsIn({ schema, path, isObject: true })].flatMap((place) => {
    const { schema: own } = place;
    // One within metadata makes no resource by itself.
    const embedded = place.isInMeta ? [] : embeddedResourceErrors(own.default, own);
    const errors = embedded.length > 0 ? embedded : validateSchema(own.default, own);
    return [...unknownErrors(place), ...under(errors, place)];
  });

/** The same by their schemas' rules, which must have been found to be right. */
export const defaultRuleErrors = (schema: Schema, path: string): FieldError[] =>
  [...defaultsIn({ schema, path, isObject: true })].flatMap((place) => {
    const { schema: own } = place;
    return under(ruleErrors({ value: own.default }, own), place);
  });

/** Where there are defaults. Values of maps have none of their own. */
function* defaultsIn(place: Place): Generator<Place> {
  const { schema, path, isInMeta = false } = place;
  const isObject = place.isObject || isEmbedded(schema);
  if (schema.default !== undefined) yield place;
  if (schema.items) yield* defaultsIn({ schema: schema.items, path: `${path}.items`, isInMeta });
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const isMeta = (isInMeta && !isObject) || (isObject && META_FIELDS.has(name));
    yield* defaultsIn({ schema: field, path: `${path}.properties[${name}]`, isInMeta: isMeta });
  }
}

function unknownErrors({ schema, path, isInMeta }: Place): FieldError[] {
  if (isInMeta) return [];
  const unknown = prune(cloneJson(schema.default), schema, isEmbedded(schema));
  return unknown.length > 0 ? [invalid(`${path}.default`, schema.default, 'must not have unknown fields')] : [];
}

const under = (errors: readonly FieldError[], { path }: Place): FieldError[] =>
  errors.map((error) => ({
    ...error,
    field: error.field === '' || error.field === '<nil>' ? `${path}.default` : `${path}.default.${error.field}`,
  }));
