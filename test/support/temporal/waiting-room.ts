/** Conditions that are looked at whenever something happened, so that tests wait for facts and not for time. */
export class WaitingRoom {
  readonly #waiting = new Set<() => void>();

  /** Resolves with the first answer of `look` that is not undefined. */
  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const attempt = (): void => {
        const found = look();
        if (found === undefined) return;
        this.#waiting.delete(attempt);
        resolve(found);
      };
      this.#waiting.add(attempt);
      attempt();
    });
  }

  /** Something happened. */
  notify(): void {
    for (const attempt of [...this.#waiting]) attempt();
  }
}
