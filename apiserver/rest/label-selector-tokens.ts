/** A piece of a label selector; of kind `identifier` for a key or a value, `end` behind the last, else its own text. */
export type Token = { readonly kind: string; readonly text: string };

const TOKEN = /[ \t\r\n]*(==|!=|[=!(),<>]|[^ \t\r\n=!(),<>]+)/gy;
const KEYWORDS: ReadonlySet<string> = new Set(['in', 'notin', '==', '!=', '=', '!', '(', ')', ',', '<', '>']);
const END: Token = { kind: 'end', text: '' };

/** The tokens of a label selector one after the other, in time linear to its length (apimachinery, labels.Lexer). */
export class SelectorTokens {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(selector: string) {
    this.#tokens = Array.from(selector.matchAll(TOKEN), ([, text = '']) => ({
      kind: KEYWORDS.has(text) ? text : 'identifier',
      text,
    }));
  }

  /** @returns the next token; a keyword is a name like any other where no operator is expected */
  peek(isOperator = false): Token {
    const token = this.#tokens[this.#at] ?? END;
    const isName = !isOperator && (token.kind === 'in' || token.kind === 'notin');
    return isName ? { kind: 'identifier', text: token.text } : token;
  }

  next(isOperator = false): Token {
    const token = this.peek(isOperator);
    this.#at++;
    return token;
  }
}
