import { sanitizeLine } from './sanitize.ts';

/** SGR parameters of the styles in use (ECMA-48 §8.3.117). */
const STYLES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', blue: '34', cyan: '36' } as const;
export type Style = keyof typeof STYLES;

/** A piece of text and how it looks; the text may come from anywhere. */
export interface Span {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** The only way text and style come together: the text is made safe first. */
export function paint({ text, style }: Span, colour: boolean): string {
  const safe = sanitizeLine(text);
  return colour && style && safe !== '' ? `\u001b[${STYLES[style]}m${safe}\u001b[0m` : safe;
}

/** Whether a stream gets colour: https://no-color.org, and only a terminal that can. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTty: boolean): boolean {
  return isTty && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
