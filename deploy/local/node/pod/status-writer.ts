import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { isConflict, isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import { sameJson } from '../../controllers/objects/canonical-json.ts';
import type { Pod } from '../../controllers/objects/pod.ts';
import type { PodStatus } from '../../controllers/objects/pod-status.ts';

const RETRY_MS = 1_000;

/** Writes one pod's status: only when it differs from the last one, one write at a time, always the newest. */
export class StatusWriter {
  readonly #client: KubernetesClient;
  readonly #log: Logger;
  readonly #pod: Pod;
  #wanted: PodStatus | undefined;
  #written: PodStatus | undefined;
  #writing: Promise<void> | undefined;
  #gone = false;

  constructor(client: KubernetesClient, log: Logger, pod: Pod) {
    this.#client = client;
    this.#log = log;
    this.#pod = pod;
    this.#written = pod.status;
  }

  /** Asks for this status to be written. */
  submit(status: PodStatus): void {
    this.#wanted = status;
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
  }

  /** Resolves when nothing is left to write. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  /** The pod is gone: stop trying. */
  close(): void {
    this.#gone = true;
  }

  async #writeAll(): Promise<void> {
    // Changes of one turn of the event loop become one write.
    await Promise.resolve();
    while (!this.#gone && this.#wanted && !sameJson(this.#wanted, this.#written)) {
      const status = this.#wanted;
      if (await this.#write(status)) this.#written = status;
    }
  }

  async #write(status: PodStatus): Promise<boolean> {
    const { name, namespace, uid } = this.#pod.metadata;
    const missing = Object.keys(this.#written ?? {}).filter((key) => !(key in status) && key !== 'qosClass');
    const body = { metadata: { uid }, status: { ...Object.fromEntries(missing.map((key) => [key, null])), ...status } };
    try {
      await this.#client.patch(core.pods, { namespace, name }, { type: 'merge', body, subresource: 'status' });
      return true;
    } catch (error) {
      this.#gone ||= isNotFound(error) || isConflict(error);
      if (!this.#gone) {
        this.#log.warn({ err: error, pod: `${namespace}/${name}` }, 'pod status not written, trying again');
        await sleep(RETRY_MS);
      }
      return false;
    }
  }
}
