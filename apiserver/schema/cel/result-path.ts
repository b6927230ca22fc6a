const STEP = /^(?:\.([^.[\]]+)|\[(?:'([^']*)'|"([^"]*)")\])/;

/** Where a rule says its error is: its fieldPath, such as `.spec.x['y']`, below where the rule stands. */
export function resultPath(base: string, fieldPath = ''): string {
  let [path, rest] = [base, fieldPath.trim()];
  for (let step = STEP.exec(rest); step; step = STEP.exec(rest)) {
    const name = step[1] ?? step[2] ?? step[3] ?? '';
    path = path ? `${path}.${name}` : name;
    rest = rest.slice(step[0].length);
  }
  return path;
}
