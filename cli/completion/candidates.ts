import type { Command, Option } from 'commander';

/** What may come at a place of the command line. */
export interface Candidates {
  readonly words: readonly string[];
  /** Names of mirrors fit too. */
  readonly mirrors: boolean;
}

const NOTHING: Candidates = { words: [], mirrors: false };

/**
 * What may follow.
 * @param words the words of the command line after `durasync`; the last is the one being typed and may be empty
 */
export function candidates(program: Command, words: readonly string[]): Candidates {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { command, given } = descend(program, before);
  const option = command.options.find((candidate) => takesValue(candidate, before.at(-1)));
  if (option) return fixed(option.argChoices ?? [], typed);
  if (typed.startsWith('-')) return fixed(optionNames(command), typed);
  const names = command.commands.map((child) => child.name()).filter((name) => !name.startsWith('__'));
  if (names.length > 0) return given === 0 ? fixed(names, typed) : NOTHING;
  return argumentChoices(command, given, typed);
}

const fixed = (words: readonly string[], typed: string): Candidates => ({
  words: words.filter((word) => word.startsWith(typed)),
  mirrors: false,
});

function argumentChoices(command: Command, given: number, typed: string): Candidates {
  const argument = command.registeredArguments[Math.min(given, command.registeredArguments.length - 1)];
  if (argument === undefined || (given > 0 && !argument.variadic)) return NOTHING;
  return { ...fixed(argument.argChoices ?? [], typed), mirrors: takesMirrors(command) };
}

/** The command that the words lead to, and how many of its arguments are given. */
function descend(program: Command, words: readonly string[]): { readonly command: Command; readonly given: number } {
  let command = program;
  let given = 0;
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-') || command.options.some((option) => takesValue(option, words[index - 1]))) continue;
    const child = command.commands.find((candidate) => candidate.name() === word || candidate.aliases().includes(word));
    if (child) command = child;
    else given++;
  }
  return { command, given };
}

const takesValue = ({ short, long, required }: Option, word: string | undefined): boolean =>
  required && word !== undefined && [short, long].includes(word);

const optionNames = (command: Command): readonly string[] => [
  ...command.options.filter(({ hidden }) => !hidden).map(({ long, short }) => long ?? short ?? ''),
  '--help',
];

const takesMirrors = (command: Command): boolean => command.parent?.name() === 'mirror' && command.name() !== 'create';
