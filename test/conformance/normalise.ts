import { withoutPlainBookmarks } from './events.ts';
import type { Answer, Sequence, Step } from './sequence.ts';

type Fields = { [field: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const AGE = /^(\d+[ydhms]){1,2}$/;
/** Of services; any that is free. */
const ADDRESS = /\b10\.96\.\d{1,3}\.\d{1,3}\b/g;
/** Those of them that nobody asks for. */
const isGivenPort = (port: number): boolean => port >= 30_086 && port <= 32_767;
const PORT_CELL = /:(\d{5})\//g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** Makes the answers of two servers to one sequence comparable: what each is free to choose gets a name. */
export function normaliseAnswers({ steps }: Sequence, answers: readonly Answer[]): Answer[] {
  const bodies = answers.map(({ body }, index) => {
    const step = steps[index];
    const { select }: Partial<Step> = (typeof step === 'function' ? step(answers) : step) ?? {};
    const told = withoutPlainBookmarks(body);
    return select ? select(told) : told;
  });
  const aliases = new Aliases();
  // Only of what is compared: how often a server writes an object for itself is its own business.
  bodies.forEach((body) => aliases.learn(body));
  return answers.map((answer, index) => ({ ...answer, body: aliases.replace(sortCauses(bodies[index])) }));
}

class Aliases {
  readonly #versions = new Set<string>();
  readonly #uids = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #ports = new Map<number, string>();

  /** Notes the versions of objects, and names that were generated. */
  learn(value: unknown): void {
    if (Array.isArray(value)) return value.forEach((item) => this.learn(item));
    if (!isObject(value)) return;
    const { metadata } = value;
    if (isObject(metadata) && typeof metadata['name'] === 'string') this.#learnObject(metadata);
    Object.values(value).forEach((item) => this.learn(item));
  }

  #learnObject({ name, generateName, resourceVersion }: Fields): void {
    if (typeof resourceVersion === 'string') this.#versions.add(resourceVersion);
    if (typeof generateName === 'string' && !this.#names.has(name as string)) {
      this.#names.set(name as string, `${generateName}<${this.#names.size}>`);
    }
  }

  replace(value: unknown, key = '', parent: Fields = {}): unknown {
    // The rows of a Table tell ages, which grow between one server's answer and the other's.
    if (Array.isArray(value))
      return value.map((item) => (key === 'cells' ? this.#replaceCell(item) : this.replace(item)));
    if (isObject(value)) return this.#replaceFields(value);
    if (typeof value === 'number' && /nodePort$/i.test(key)) return this.#replacePort(value);
    if (typeof value !== 'string') return value;
    if (key === 'resourceVersion') return typeof parent['name'] === 'string' ? this.#rank(value) : '<version>';
    // As its library calls it, too.
    if (key === 'continue' || key === '_continue') return '<continue>';
    return this.#replaceText(value);
  }

  #replaceCell(cell: unknown): unknown {
    if (typeof cell !== 'string') return this.replace(cell);
    if (AGE.test(cell)) return '<age>';
    return this.replace(cell.replace(PORT_CELL, (_text, port) => `:${this.#replacePort(Number(port))}/`));
  }

  #replacePort(port: number): number | string {
    if (!isGivenPort(port)) return port;
    if (!this.#ports.has(port)) this.#ports.set(port, `<port ${this.#ports.size}>`);
    return this.#ports.get(port) ?? '';
  }

  #replaceFields(value: Fields): Fields {
    const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
      const replaced = this.replace(item, name, value);
      // In the order of their times, which are whole seconds.
      return [this.#replaceText(name), name === 'managedFields' ? sortEntries(replaced) : replaced];
    });
    return Object.fromEntries(entries);
  }

  #rank(version: string): string {
    const sorted = [...this.#versions].sort((a, b) => Number(a) - Number(b));
    return `<version ${sorted.indexOf(version)}>`;
  }

  #replaceText(text: string): string {
    const generated = [...this.#names].find(([name]) => text.includes(name));
    const named = generated ? text.replaceAll(...generated) : text;
    return named
      .replace(TIME, '<time>')
      .replace(ADDRESS, '<address>')
      .replace(UID, (uid) => {
        if (!this.#uids.has(uid)) this.#uids.set(uid, `<uid ${this.#uids.size}>`);
        return this.#uids.get(uid) ?? '';
      });
  }
}

const sortEntries = (entries: unknown): unknown =>
  Array.isArray(entries) ? [...(entries as unknown[])].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)) : entries;

function orderOf(entry: unknown): string {
  const { manager, operation, subresource } = (entry ?? {}) as Fields;
  return JSON.stringify([manager, operation, subresource]);
}

/** Maps are walked in any order by kube-apiserver, so the order of several causes says nothing. */
function sortCauses(body: unknown): unknown {
  if (!isObject(body) || body['kind'] !== 'Status' || !isObject(body['details'])) return body;
  const { causes } = body['details'];
  if (!Array.isArray(causes) || causes.length < 2) return body;
  const sorted = causes.map((cause) => JSON.stringify(cause)).sort();
  const message = String(body['message']).replace(/ is invalid: \[.*$/s, ' is invalid: <causes>');
  return {
    ...body,
    message,
    details: { ...body['details'], causes: sorted.map((text) => JSON.parse(text) as unknown) },
  };
}
