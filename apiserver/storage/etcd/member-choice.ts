/** What can tell whether it works. */
type Probed = { probe(deadline: number): Promise<void> };

/** Which member of a cluster is asked: the first that answered, until it fails. */
export class MemberChoice<Member extends Probed> {
  readonly #members: readonly Member[];
  readonly #timeoutMs: number;
  #choice: Promise<Member> | undefined;

  /** @param timeoutMs how long is waited for any of them to answer */
  constructor(members: readonly Member[], timeoutMs: number) {
    this.#members = members;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws Error with what is wrong with each member, if none answers in time */
  member(): Promise<Member> {
    return (this.#choice ??= this.#choose());
  }

  /** A member failed; unless another was chosen already, all are asked anew. */
  failed(member: Member): void {
    const failed = this.#choice;
    void failed?.then(
      (chosen) => {
        if (chosen === member && this.#choice === failed) this.#choice = undefined;
      },
      () => undefined,
    );
  }

  async #choose(): Promise<Member> {
    const deadline = Date.now() + this.#timeoutMs;
    try {
      return await Promise.any(this.#members.map((member) => member.probe(deadline).then(() => member)));
    } catch (error) {
      this.#choice = undefined;
      const reasons = (error as AggregateError).errors.map((reason: Error) => reason.message);
      throw new Error(`etcd does not answer: ${reasons.join('; ')}`, { cause: error });
    }
  }
}
