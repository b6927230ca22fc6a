import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import type { ObjectMeta } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import type { Schema } from '../../schema/schema.ts';
import { childPath } from '../../schema/schema.ts';
import { dnsLabel1035Errors, pathSegmentErrors } from '../../validation/names.ts';
import { objectMetaErrors } from '../../validation/object-meta.ts';
import type { EmbeddedResource } from './embedded-resources.ts';
import { embeddedResources } from './embedded-resources.ts';

/** What is wrong with the type and the metadata of the resources in a value. */
export const embeddedResourceErrors = (value: unknown, schema: Schema): FieldError[] =>
  [...embeddedResources(value, schema)].flatMap((embedded) => [
    ...textErrors(embedded, 'apiVersion', apiVersionProblem),
    ...textErrors(embedded, 'kind', kindProblem),
    ...metadataErrors(embedded),
  ]);

function textErrors(
  { object, path }: EmbeddedResource,
  name: string,
  problemOf: (text: string) => string,
): FieldError[] {
  const [value, field] = [object[name], childPath(path, name)];
  if (value === undefined) return [required(field)];
  if (typeof value !== 'string') return [invalid(field, value, 'must be a string')];
  const problem = value === '' ? 'must not be empty' : problemOf(value);
  return problem ? [invalid(field, value, problem)] : [];
}

const apiVersionProblem = (text: string): string =>
  text.split('/').length > 2 ? `unexpected GroupVersion string: ${text}` : '';

function kindProblem(text: string): string {
  const problems = dnsLabel1035Errors(text.toLowerCase()).join(',');
  return problems && `may have mixed case, but should otherwise match: ${problems}`;
}

/** A name is not asked for, and any that can stand in a path will do. */
function metadataErrors({ object, path }: EmbeddedResource): FieldError[] {
  const { metadata } = object;
  if (!isJsonObject(metadata)) return [];
  const meta = metadata as ObjectMeta;
  const named: ObjectMeta = { ...meta, name: meta.name || 'unnamed' };
  const rules = { namespaced: Boolean(meta.namespace), nameErrors: pathSegmentErrors, takesShortFinalizers: true };
  return objectMetaErrors(named, rules).map((error) => ({ ...error, field: childPath(path, error.field) }));
}
