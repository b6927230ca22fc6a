type Cause = { readonly reason: string; readonly field: string; readonly message: string };

/** What is wrong with an object, in any order; nothing if it was taken. */
export const problemsOf = (body: unknown): unknown => {
  const { details } = body as { details?: { causes?: readonly Cause[] } };
  return (details?.causes ?? []).map(({ reason, field, message }) => `${reason} ${field}: ${message}`).sort();
};
