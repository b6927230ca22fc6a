import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import type { ScaleSubresource } from '../resource.ts';

const MAX_REPLICAS = 2_147_483_647;

/** What is wrong with the replicas and the selector an object's scale is made of. */
export const scaleErrors = (object: JsonObject, scale: ScaleSubresource): FieldError[] => [
  ...replicasErrors(object, scale.specReplicasPath),
  ...replicasErrors(object, scale.statusReplicasPath),
  ...(scale.labelSelectorPath ? selectorErrors(object, scale.labelSelectorPath) : []),
];

function replicasErrors(object: JsonObject, path: string): FieldError[] {
  const { value, problem } = find(object, path);
  if (problem) return [invalid(path, 0, problem)];
  if (value === undefined) return [];
  if (typeof value !== 'number' || !Number.isInteger(value)) return [invalid(path, 0, mismatch(path, value, 'int64'))];
  if (value < 0) return [invalid(path, value, 'should be a non-negative integer')];
  return value > MAX_REPLICAS ? [invalid(path, value, `should be less than or equal to ${MAX_REPLICAS}`)] : [];
}

function selectorErrors(object: JsonObject, path: string): FieldError[] {
  const { value, problem } = find(object, path);
  if (problem) return [invalid(path, '', problem)];
  return value === undefined || typeof value === 'string' ? [] : [invalid(path, '', mismatch(path, value, 'string'))];
}

/** What is at a path such as `.spec.replicas`; undefined if nothing is. */
function find(object: JsonObject, path: string): { readonly value?: unknown; readonly problem?: string } {
  const names = path.replace(/^\./, '').split('.');
  let value: unknown = object;
  for (const [index, name] of names.entries()) {
    if (value === null || value === undefined) return {};
    const above = `.${names.slice(0, index).join('.')}`;
    if (!isJsonObject(value)) return { problem: mismatch(above, value, 'map[string]interface {}') };
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return { value };
}

const mismatch = (path: string, value: unknown, wanted: string): string =>
  `${path} accessor error: ${shown(value)} is of the type ${goTypeOf(value)}, expected ${wanted}`;

/** A value as Go prints it. */
function shown(value: unknown): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`;
  if (!isJsonObject(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${fields.map(([name, field]) => `${name}:${shown(field)}`).join(' ')}]`;
}

function goTypeOf(value: unknown): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'map[string]interface {}' : typeof value;
}
