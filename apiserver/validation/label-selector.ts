import type { LabelSelector } from '../object/label-selector.ts';
import type { FieldError } from '../errors/index.ts';
import { forbidden, invalid, required } from '../errors/index.ts';
import { labelValueErrors, qualifiedNameErrors } from './names.ts';

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

/** What is wrong with a metav1.LabelSelector. */
export function labelSelectorErrors({ matchLabels, matchExpressions }: LabelSelector, path: string): FieldError[] {
  const labels = Object.entries(matchLabels ?? {}).flatMap(([key, value]) => [
    ...qualifiedNameErrors(key).map((text) => invalid(`${path}.matchLabels`, key, text)),
    ...labelValueErrors(value).map((text) => invalid(`${path}.matchLabels`, value, text)),
  ]);
  const expressions = (matchExpressions ?? []).flatMap((expression, index) =>
    requirementErrors(expression, `${path}.matchExpressions[${index}]`),
  );
  return [...labels, ...expressions];
}

function requirementErrors({ key, operator, values }: Requirement, path: string): FieldError[] {
  return [
    ...operatorErrors(operator, (values ?? []).length > 0, path),
    ...qualifiedNameErrors(key).map((text) => invalid(`${path}.key`, key, text)),
    ...(values ?? []).flatMap((value, index) =>
      labelValueErrors(value).map((text) => invalid(`${path}.values[${index}]`, value, text)),
    ),
  ];
}

function operatorErrors(operator: string, hasValues: boolean, path: string): FieldError[] {
  const wanted = { In: true, NotIn: true, Exists: false, DoesNotExist: false }[operator];
  if (wanted === undefined) return [invalid(`${path}.operator`, operator, 'not a valid selector operator')];
  if (wanted === hasValues) return [];
  return wanted
    ? [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
    : [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
}
