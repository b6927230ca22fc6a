import { PARTIAL_DIR } from './data-layout.ts';
import { PLAN_MARK } from './rsync-arguments.ts';

const LF = 10;
const MARK = PLAN_MARK.charCodeAt(0);
const STAR = '*'.charCodeAt(0);
const DOT = '.'.charCodeAt(0);
const PLUS = '+'.charCodeAt(0);
const SPACE = 32;
/** `@`, eleven letters of `%i`, a space. */
const NAME_AT = 13;
const MAX_NAMES = 50;
/** rsync's name for a file being received, which one that is killed leaves behind: `.NAME.XXXXXX`. */
const TEMPORARY = /(?:^|\/)\.[^/]+\.[A-Za-z0-9]{6}$/;
/** A receiver has one such file at a time; more of them are files that merely look so. */
const MAX_TEMPORARY = 4;
const EMPTY = Buffer.alloc(0);
/** File names are escaped and at most 4,096 bytes, four letters each; a longer carry is no line of rsync. */
const MAX_CARRY = 64 * 1024;

/** What a dry run would do. */
export interface PlanCounts {
  /** Entries that would be made, changed, fetched or deleted, remains of earlier runs included. */
  readonly changes: number;
  readonly created: number;
  /** Entries of the mirror that would be deleted. */
  readonly deletions: number;
  /** Remains of interrupted runs that would be cleared away; no part of the mirror. */
  readonly remains: number;
  /** Names of the first deletions, as rsync writes them. */
  readonly deletedNames: readonly string[];
  /** Directories that hold remains, as rsync writes them, relative to the mirror. */
  readonly remainDirs: readonly string[];
}

/** Counts the itemized lines of `rsync --dry-run --out-format=@%i %n` as they come. */
export class PlanScanner {
  #carry: Buffer = EMPTY;
  #changes = 0;
  #created = 0;
  #deletions = 0;
  #remains = 0;
  #temporary = 0;
  readonly #deletedNames: string[] = [];
  readonly #remainDirs: string[] = [];

  /** @returns the text that is no itemized line, for the log */
  push(chunk: Buffer): Buffer {
    const data = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    const text: Buffer[] = [];
    let start = 0;
    for (let lf = data.indexOf(LF); lf !== -1; lf = data.indexOf(LF, start)) {
      if (data[start] === MARK) this.#item(data, start, lf);
      else text.push(data.subarray(start, lf + 1));
      start = lf + 1;
    }
    const rest = data.subarray(start);
    this.#carry = rest.length > MAX_CARRY ? EMPTY : Buffer.from(rest);
    return Buffer.concat(text);
  }

  counts(): PlanCounts {
    return {
      changes: this.#changes,
      created: this.#created,
      deletions: this.#deletions,
      remains: this.#remains,
      deletedNames: this.#deletedNames,
      remainDirs: this.#remainDirs,
    };
  }

  #item(data: Buffer, start: number, end: number): void {
    if (data[start + 1] === STAR) return this.#deletion(data.toString('utf8', start + NAME_AT, end));
    // "-ii" lists unchanged entries too: a dot, the kind, and blanks.
    if (data[start + 1] === DOT && data[start + 3] === SPACE) return;
    this.#changes += 1;
    if (data[start + 3] === PLUS) this.#created += 1;
  }

  #deletion(name: string): void {
    this.#changes += 1;
    if (`/${name}`.includes(`/${PARTIAL_DIR}/`)) {
      this.#remains += 1;
      if (`/${name}`.endsWith(`/${PARTIAL_DIR}/`)) this.#remainDirs.push(name);
      return;
    }
    if (this.#temporary < MAX_TEMPORARY && TEMPORARY.test(name)) {
      this.#temporary += 1;
      this.#remains += 1;
      return;
    }
    this.#deletions += 1;
    if (this.#deletedNames.length < MAX_NAMES) this.#deletedNames.push(name);
  }
}
