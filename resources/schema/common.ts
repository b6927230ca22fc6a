import { Type } from 'typebox';
import { DURATION_PATTERN } from '../duration.ts';
import { QUANTITY_PATTERN } from '../quantity.ts';
import type { ValidationRule } from './validation-rule.ts';

type Rules = { 'x-kubernetes-validations'?: readonly ValidationRule[] };
type Options = Rules & { description: string; default?: string };

/** A length of time as text, `6h`. */
export const Duration = (options: Options) => Type.String({ pattern: DURATION_PATTERN, maxLength: 32, ...options });

/** A number of bytes as text, `50Gi`. */
export const Quantity = (options: Options) => Type.String({ pattern: QUANTITY_PATTERN, maxLength: 32, ...options });

/** A point in time, RFC 3339. */
export const Time = (options: { description: string }) => Type.String({ format: 'date-time', ...options });

/** A string out of a fixed set. */
export const OneOf = <const T extends readonly string[]>(
  values: T,
  options: Rules & { description: string; default?: T[number] },
) => Type.Unsafe<T[number]>(Type.String({ enum: [...values], ...options }));

/** A name of an object in the same namespace (RFC 1123 subdomain). */
export const ObjectName = (options: { description: string }) =>
  Type.String({ pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', minLength: 1, maxLength: 253, ...options });

/** An object of a core Kubernetes type, passed through as it is; the API server checks it where it is used. */
export const Opaque = <T>(options: { description: string }) =>
  Type.Unsafe<T>({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true, ...options });

/** An amount of a compute resource: `2`, `500m`, `1Gi`. */
export const ResourceAmount = Type.Unsafe<string | number>({
  'x-kubernetes-int-or-string': true,
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  pattern: '^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$',
});

/** metav1.Condition. */
export const Condition = Type.Object({
  type: Type.String({ description: 'Name of the condition.', maxLength: 316 }),
  status: OneOf(['True', 'False', 'Unknown'], { description: 'Whether the condition holds.' }),
  reason: Type.String({ description: 'One CamelCase word for programs.', maxLength: 1024 }),
  message: Type.String({ description: 'A sentence for people.', maxLength: 32768 }),
  lastTransitionTime: Time({ description: 'When the status last changed.' }),
  observedGeneration: Type.Optional(
    Type.Integer({ description: 'The generation the condition speaks of.', minimum: 0 }),
  ),
});
