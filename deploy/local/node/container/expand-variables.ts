/**
 * Expands `$(NAME)` as Kubernetes does in command, args and env: an unknown name stays as it is, `$$` is one `$`,
 * so `$$(NAME)` is the text `$(NAME)`. Expanded values are not expanded again.
 */
export function expandVariables(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, _rest, name: string | undefined) =>
    name === undefined ? '$' : (values.get(name) ?? whole),
  );
}
