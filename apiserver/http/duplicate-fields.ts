const BETWEEN = /[\s,:]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,:{}[\]"]+/y;

/** An object or array the scan is in. */
type Frame = {
  readonly path: string;
  /** Fields seen; undefined in an array. */
  readonly names: Set<string> | undefined;
  /** Of the item that comes next. */
  index: number;
  /** The field whose value comes next; undefined where a field's name does. */
  field: string | undefined;
};

/** Paths of fields that occur more than once in the same object of a JSON text, which must be valid. */
export function duplicateFields(text: string): string[] {
  const scan = new Scan(text);
  while (scan.step());
  return [...new Set(scan.found)];
}

class Scan {
  readonly found: string[] = [];
  readonly #text: string;
  readonly #stack: Frame[] = [];
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads one token. @returns whether there may be more */
  step(): boolean {
    this.#take(BETWEEN);
    const character = this.#text[this.#position];
    if (character === undefined) return false;
    if (character === '{' || character === '[') return this.#open(character === '{');
    if (character === '}' || character === ']') return this.#close();
    const token = this.#take(character === '"' ? STRING : SCALAR);
    const frame = this.#stack.at(-1);
    if (frame?.names && frame.field === undefined) this.#name(frame, frame.names, token);
    else this.#valuePath();
    return token !== '';
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const token = pattern.exec(this.#text)?.[0] ?? '';
    this.#position += token.length;
    return token;
  }

  #open(isObject: boolean): boolean {
    const names = isObject ? new Set<string>() : undefined;
    this.#stack.push({ path: this.#valuePath(), names, index: 0, field: undefined });
    this.#position++;
    return true;
  }

  #close(): boolean {
    this.#stack.pop();
    this.#position++;
    return true;
  }

  #name(frame: Frame, names: Set<string>, token: string): void {
    const field = JSON.parse(token) as string;
    if (names.has(field)) this.found.push(frame.path ? `${frame.path}.${field}` : field);
    names.add(field);
    frame.field = field;
  }

  /** Where the value that begins here is; the next one is another. */
  #valuePath(): string {
    const frame = this.#stack.at(-1);
    if (!frame) return '';
    if (!frame.names) return `${frame.path}[${frame.index++}]`;
    const field = frame.field ?? '';
    frame.field = undefined;
    return frame.path ? `${frame.path}.${field}` : field;
  }
}
