/** A name in a selection stands for no controller. */
export class UnknownControllerError extends Error {
  override readonly name = 'UnknownControllerError';
}

/**
 * The controllers to run, by kube-controller-manager's rule: `*` is all of them, `name` one, `-name` all but one; an item
 * that names a controller outweighs the star, and the first of several counts. Throws UnknownControllerError for a
 * misspelt name.
 */
export function selectControllers(known: readonly string[], selection: readonly string[]): string[] {
  for (const item of selection) {
    const name = item.replace(/^-/, '');
    if (item !== '*' && !known.includes(name)) throw new UnknownControllerError(`there is no controller "${name}"`);
  }
  return known.filter((name) => {
    const named = selection.find((item) => item === name || item === `-${name}`);
    return named === undefined ? selection.includes('*') : named === name;
  });
}
