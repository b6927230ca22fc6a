import type { ProcessIdentity } from '../container/process-table.ts';
import { writePodState, type PodState } from './pod-folder.ts';

/** Keeps a pod's `state.json`: its address and the runs that may have processes. */
export class RunBook {
  readonly #stateDir: string;
  readonly #runs = new Map<string, PodState['runs'][number]>();
  readonly #uid: string;
  readonly #ip: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(stateDir: string, uid: string, ip: string) {
    this.#stateDir = stateDir;
    this.#uid = uid;
    this.#ip = ip;
  }

  save(): Promise<void> {
    const write = (): Promise<void> =>
      writePodState(this.#stateDir, { uid: this.#uid, ip: this.#ip, runs: [...this.#runs.values()] });
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }

  remember(id: string, identity?: ProcessIdentity): Promise<void> {
    this.#runs.set(id, { id, ...identity });
    return this.save();
  }

  forget(id: string): Promise<void> {
    this.#runs.delete(id);
    return this.save();
  }
}
