import type { FieldError } from '../../../errors/index.ts';
import { duplicate, forbidden, invalid, required } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { qualifiedNameErrors } from '../../../validation/names.ts';
import { objectsIn, specOf, textAt } from '../fields.ts';
import { compareQuantities, milliOf } from '../quantity.ts';
import { containerResourceNameErrors, isOvercommitAllowed, resourceNameErrors } from './resource-name.ts';

const STANDARD_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const PARTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

type Part = (typeof PARTS)[number];

/** What is wrong with a LimitRange (core/v1, ValidateLimitRange). */
export function limitRangeErrors(object: KubeObject): FieldError[] {
  const limits = objectsIn(specOf(object)['limits']);
  const types = limits.map((limit) => textAt(limit, 'type'));
  return limits.flatMap((limit, index) => {
    const path = `spec.limits[${index}]`;
    const type = types[index] ?? '';
    return [
      ...typeErrors(type, `${path}.type`),
      ...(types.indexOf(type) < index ? [duplicate(`${path}.type`, type)] : []),
      ...partErrors(limit, type, path),
      ...namesOf(limit, type).flatMap((name) => amountErrors(limit, name, { type, path })),
    ];
  });
}

function typeErrors(type: string, path: string): FieldError[] {
  const problems = qualifiedNameErrors(type).map((detail) => invalid(path, type, detail));
  if (problems.length > 0 || type.includes('/') || STANDARD_TYPES.includes(type)) return problems;
  return [invalid(path, type, 'must be a standard limit type or fully qualified')];
}

/** A pod has no defaults: its containers have. */
const partsOf = (type: string): readonly Part[] =>
  type === 'Pod' ? PARTS.filter((part) => !part.startsWith('default')) : PARTS;

const amountsOf = (limit: JsonObject, part: Part): Record<string, string> =>
  (limit[part] ?? {}) as Record<string, string>;

const namesOf = (limit: JsonObject, type: string): string[] => [
  ...new Set(partsOf(type).flatMap((part) => Object.keys(amountsOf(limit, part)))),
];

function partErrors(limit: JsonObject, type: string, path: string): FieldError[] {
  const nameErrors = type === 'Pod' || type === 'Container' ? containerResourceNameErrors : resourceNameErrors;
  const names = partsOf(type).flatMap((part) =>
    Object.keys(amountsOf(limit, part)).flatMap((name) => nameErrors(name, `${path}.${part}[${name}]`)),
  );
  const excess = PARTS.filter(
    (part) => !partsOf(type).includes(part) && Object.keys(amountsOf(limit, part)).length > 0,
  );
  const isBound = amountsOf(limit, 'min')['storage'] ?? amountsOf(limit, 'max')['storage'];
  const detail = 'either minimum or maximum storage value is required, but neither was provided';
  return [
    ...names,
    ...excess.map((part) => forbidden(`${path}.${part}`, "may not be specified when `type` is 'Pod'")),
    ...(type === 'PersistentVolumeClaim' && isBound === undefined ? [required(`${path}.limits`, detail)] : []),
  ];
}

/** The amounts of one resource, as messages call them. */
const ORDERED: readonly {
  readonly less: Part;
  readonly more: Part;
  /** Where it is told, and whose amount is shown. */
  readonly field: Part;
  readonly shown: Part;
  readonly names: readonly [string, string];
}[] = [
  { less: 'min', more: 'max', field: 'min', shown: 'min', names: ['min', 'max'] },
  {
    less: 'min',
    more: 'defaultRequest',
    field: 'defaultRequest',
    shown: 'defaultRequest',
    names: ['min', 'default request'],
  },
  {
    less: 'defaultRequest',
    more: 'max',
    field: 'defaultRequest',
    shown: 'defaultRequest',
    names: ['default request', 'max'],
  },
  {
    less: 'defaultRequest',
    more: 'default',
    field: 'defaultRequest',
    shown: 'defaultRequest',
    names: ['default request', 'default limit'],
  },
  { less: 'min', more: 'default', field: 'default', shown: 'min', names: ['min', 'default'] },
  { less: 'default', more: 'max', field: 'default', shown: 'max', names: ['default', 'max'] },
];

type Place = { readonly type: string; readonly path: string };

function amountErrors(limit: JsonObject, name: string, { type, path }: Place): FieldError[] {
  const of = (part: Part): string | undefined =>
    partsOf(type).includes(part) ? amountsOf(limit, part)[name] : undefined;
  const ordered = ORDERED.flatMap(({ less, more, field, shown, names }) => {
    const [low, high] = [of(less), of(more)];
    if (low === undefined || high === undefined || compareQuantities(low, high) <= 0) return [];
    const detail = `${names[0]} value ${low} is greater than ${names[1]} value ${high}`;
    return [invalid(`${path}.${field}[${name}]`, of(shown), detail)];
  });
  const [standard, asked] = [of('default'), of('defaultRequest')];
  const differs = standard !== undefined && asked !== undefined && compareQuantities(standard, asked) !== 0;
  const unequal = `default value ${standard} must equal to defaultRequest value ${asked} in ${name}`;
  return [
    ...ordered,
    ...ratioErrors(of, `${path}.maxLimitRequestRatio[${name}]`),
    ...(differs && !isOvercommitAllowed(name) ? [invalid(`${path}.defaultRequest[${name}]`, asked, unequal)] : []),
  ];
}

const DECIMALS = 6;

function ratioErrors(of: (part: Part) => string | undefined, path: string): FieldError[] {
  const [ratio, min, max] = [of('maxLimitRequestRatio'), of('min'), of('max')];
  if (ratio === undefined) return [];
  const small = compareQuantities(ratio, '1') < 0 ? [invalid(path, ratio, `ratio ${ratio} is less than 1`)] : [];
  if (min === undefined || max === undefined) return small;
  const most = Number(milliOf(max)) / Number(milliOf(min));
  const isLarge = Number(milliOf(ratio)) / 1000 > most;
  const detail = `ratio ${ratio} is greater than max/min = ${most.toFixed(DECIMALS)}`;
  return [...small, ...(isLarge ? [invalid(path, ratio, detail)] : [])];
}
