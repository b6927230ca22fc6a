const STEP = /^(?:\.([^.[\]]+)|\[(?:'([^']*)'|"([^"]*)")\])/;

/** The names in a rule's fieldPath, such as `.spec.x['y']`; undefined if it is none. */
export function fieldSteps(fieldPath: string): string[] | undefined {
  const names: string[] = [];
  let rest = fieldPath.trim();
  for (let step = STEP.exec(rest); step; step = STEP.exec(rest)) {
    names.push(step[1] ?? step[2] ?? step[3] ?? '');
    rest = rest.slice(step[0].length);
  }
  return rest === '' ? names : undefined;
}

/** Where a rule says its error is: its fieldPath below where the rule stands. */
export function resultPath(base: string, fieldPath = ''): string {
  const names = [...(base ? [base] : []), ...(fieldSteps(fieldPath) ?? [])];
  // Go prints a path to nowhere so.
  return names.join('.') || '<nil>';
}
