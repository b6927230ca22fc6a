/** Kinds of field errors: the reason in a Status' cause, and the words in its message (apimachinery, util/validation/field). */
const TYPES = {
  invalid: { reason: 'FieldValueInvalid', text: 'Invalid value', showsValue: true },
  typeInvalid: { reason: 'FieldValueTypeInvalid', text: 'Invalid value', showsValue: true },
  required: { reason: 'FieldValueRequired', text: 'Required value', showsValue: false },
  duplicate: { reason: 'FieldValueDuplicate', text: 'Duplicate value', showsValue: true },
  notSupported: { reason: 'FieldValueNotSupported', text: 'Unsupported value', showsValue: true },
  forbidden: { reason: 'FieldValueForbidden', text: 'Forbidden', showsValue: false },
  tooLong: { reason: 'FieldValueTooLong', text: 'Too long', showsValue: false },
  tooMany: { reason: 'FieldValueTooMany', text: 'Too many', showsValue: true },
  notFound: { reason: 'FieldValueNotFound', text: 'Not found', showsValue: true },
} as const;

export type FieldErrorType = keyof typeof TYPES;

export type FieldError = {
  readonly type: FieldErrorType;
  /** Such as `spec.ports[0].name`. */
  readonly field: string;
  /** The reason in the cause. */
  readonly reason: string;
  /** The error without its field. */
  readonly body: string;
};

type FieldErrorInput = { type: FieldErrorType; field: string; value?: unknown; detail?: string };

/** A wrong field as apimachinery's field.Error tells it; its value is shown for the types that do. */
export function fieldError({ type, field, value, detail }: FieldErrorInput): FieldError {
  const { reason, text, showsValue } = TYPES[type];
  const shown = showsValue && value !== undefined ? `${text}: ${JSON.stringify(value)}` : text;
  return { type, field, reason, body: detail ? `${shown}: ${detail}` : shown };
}

export const invalid = (field: string, value: unknown, detail: string): FieldError =>
  fieldError({ type: 'invalid', field, value, detail });

export const duplicate = (field: string, value: unknown): FieldError => fieldError({ type: 'duplicate', field, value });

export const required = (field: string, detail = ''): FieldError => fieldError({ type: 'required', field, detail });

export const forbidden = (field: string, detail: string): FieldError =>
  fieldError({ type: 'forbidden', field, detail });

export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError =>
  fieldError({
    type: 'notSupported',
    field,
    value,
    detail: `supported values: ${supported.map((item) => JSON.stringify(item)).join(', ')}`,
  });

/** All errors as one sentence, the way an aggregate prints: duplicates once, brackets around several. */
export function describeErrors(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(({ field, body }) => (field ? `${field}: ${body}` : body)))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}
