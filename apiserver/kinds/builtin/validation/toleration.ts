import type { FieldError } from '../../../errors/index.ts';
import { invalid } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { labelValueErrors, qualifiedNameErrors } from '../../../validation/names.ts';
import type { Check } from './checks.ts';
import { all, fields, judged, oneOf } from './checks.ts';

const ANY_KEY = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';

/** The fields of a toleration that only some others go with. */
const together: Check = (value, path) => {
  const { key, operator, effect, tolerationSeconds, value: text = '' } = value as JsonObject;
  const wrong = (name: string, shown: unknown, detail: string): FieldError => invalid(`${path}.${name}`, shown, detail);
  return [
    ...(!key && operator !== 'Exists' ? [wrong('operator', operator ?? '', ANY_KEY)] : []),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? [wrong('effect', effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set")]
      : []),
    ...(operator === 'Exists' && text
      ? [wrong('operator', text, "value must be empty when `operator` is 'Exists'")]
      : []),
    ...(!operator || operator === 'Equal'
      ? labelValueErrors(String(text)).map((detail) => wrong('operator', text, detail))
      : []),
  ];
};

export const toleration: Check = all(
  together,
  fields({
    key: judged(qualifiedNameErrors),
    operator: oneOf('Equal', 'Exists'),
    effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  }),
);
