type Cause = { readonly reason: string; readonly field: string; readonly message: string };
type Told = { readonly details?: { readonly causes?: readonly Cause[] } };

/** What is wrong with an object, in any order; nothing if it was taken. */
export const problemsOf = (body: unknown): unknown => {
  const { details } = body as Told;
  return (details?.causes ?? []).map(({ reason, field, message }) => `${reason} ${field}: ${message}`).sort();
};

/** Where and how it is wrong, without the words: they quote Kubernetes' own structs. */
export const fieldsOf = (body: unknown): unknown =>
  ((body as Told).details?.causes ?? []).map(({ reason, field }) => `${reason} ${field}`).sort();
