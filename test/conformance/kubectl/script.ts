/** One call of kubectl. `{ns}` is the script's own namespace, which every command is in, `{id}` a word of its own. */
export type Command = {
  readonly args: readonly string[];
  readonly stdin?: string;
  /** What `kubectl edit` calls with a file. */
  readonly editor?: string;
  /** Run once the command has printed what `after` finds; it is waited for in any case. */
  readonly meanwhile?: { readonly after: RegExp; readonly commands: readonly Command[] };
  /** The command is stopped when it has printed so many lines: a watch has no end of its own. */
  readonly lines?: number;
  /** Called again, some time, until it succeeds. */
  readonly again?: true;
  /** The part of what it printed that is compared. */
  readonly select?: (stdout: string) => string;
};

/** Commands of an unmodified kubectl, in their order. */
export type Script = { readonly name: string; readonly commands: readonly Command[] };

/** kubectl`get cm one -o ${text}`: words are arguments, and so is what is put in, whatever it holds. */
export function kubectl(words: TemplateStringsArray, ...values: readonly string[]): Command {
  const args = words.flatMap((text, index) => {
    const value = values[index];
    return [...text.split(/\s+/).filter((word) => word !== ''), ...(value === undefined ? [] : [value])];
  });
  return { args };
}

/** The command with objects on its standard input. */
export function given(command: Command, ...objects: readonly object[]): Command {
  const sent = objects.length === 1 ? objects[0] : { apiVersion: 'v1', kind: 'List', items: objects };
  return { ...command, stdin: JSON.stringify(sent) };
}
