import { duplicate, invalid, notSupported, required } from '../../../errors/index.ts';
import { objectsIn } from '../fields.ts';
import type { Check } from './checks.ts';

const RESOURCES = ['cpu', 'memory'];
const POLICIES = ['NotRequired', 'RestartContainer'];

/** Whether a container starts anew when it gets more or less (core/v1, validateResizePolicy); all is told of the list. */
export const resizePolicy =
  (restartPolicy: unknown): Check =>
  (value, path) => {
    const rules = objectsIn(value);
    const names = rules.map(({ resourceName }) => resourceName ?? '');
    return rules.flatMap(({ restartPolicy: policy = '' }, index) => {
      const name = names[index] ?? '';
      return [
        ...(names.indexOf(name) < index ? [duplicate(`${path}[${index}]`, name)] : []),
        ...choiceErrors(name, path, RESOURCES),
        ...choiceErrors(policy, path, POLICIES),
        ...(restartPolicy === 'Never' && policy !== 'NotRequired'
          ? [invalid(path, policy, "must be 'NotRequired' when `restartPolicy` is 'Never'")]
          : []),
      ];
    });
  };

function choiceErrors(value: unknown, path: string, choices: readonly string[]): ReturnType<Check> {
  if (value === '') return [required(path)];
  return choices.includes(value as string) ? [] : [notSupported(path, value, choices)];
}
