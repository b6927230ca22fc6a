import { createHash } from 'node:crypto';

/** Everything that was ever told of a resourceVersion: it must be the same each time. */
export class Versions {
  readonly #fingerprints = new Map<number, string>();
  #highest = 0;

  get highest(): number {
    return this.#highest;
  }

  /** @throws if the version was told with another object or another state of it */
  learn(version: number, key: string, state: unknown): void {
    const fingerprint = createHash('sha1')
      .update(`${key} ${canonical(state)}`)
      .digest('base64');
    const known = this.#fingerprints.get(version);
    if (known !== undefined && known !== fingerprint) throw new Error(`version ${version} stands for two states`);
    this.#fingerprints.set(version, fingerprint);
    this.#highest = Math.max(this.#highest, version);
  }

  /** A version a list or a bookmark shows. @throws if it is below what was seen */
  reached(version: number): void {
    if (version < this.#highest) throw new Error(`the version went back from ${this.#highest} to ${version}`);
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
