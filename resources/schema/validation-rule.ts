/** One rule that the API server checks on admission: an item of `x-kubernetes-validations`. */
export interface ValidationRule {
  /** CEL expression over `self`, and `oldSelf` where the rule is about a change. */
  readonly rule: string;
  /** What the user is told; names the field and the way out. */
  readonly message: string;
  /** Field the error is shown at, relative to the schema that carries the rule: `.storageClass`. */
  readonly fieldPath?: string;
}

/** Schema options that carry the rules; other validators pass them over. */
export const rules = (...list: readonly ValidationRule[]) => ({ 'x-kubernetes-validations': list });

/** A quantity that makes no sense as nothing; `wayOut` tells what to write instead. */
export const aboveZero = (field: string, wayOut: string): ValidationRule => ({
  rule: "quantity(self).isGreaterThan(quantity('0'))",
  message: `${field}: must be above 0; ${wayOut}`,
});
