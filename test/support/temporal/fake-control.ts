import type { ControlActivities, StatusPatch } from '../../../activities/control-contract.ts';
import { mergeStatus } from '../../../activities/control/merge-status.ts';
import type { JobStatus } from '../../../resources/job/job-status.ts';
import { WaitingRoom } from './waiting-room.ts';

/** The status of one Job in memory, in place of Kubernetes. */
export class FakeControl {
  readonly patches: { readonly patch: StatusPatch; readonly at: number }[] = [];
  status: JobStatus = {};
  /** How many writes were refused while `down`. */
  refusals = 0;
  down = false;
  readonly #room = new WaitingRoom();

  readonly activities: ControlActivities = {
    patchJobStatus: async (patch) => {
      if (this.down) {
        this.refusals += 1;
        this.#room.notify();
        throw new Error('connect ECONNREFUSED');
      }
      this.patches.push({ patch, at: Date.now() });
      this.status = mergeStatus(this.status, patch.status);
      this.#room.notify();
      return true;
    },
  };

  /** The status, once it fulfils the condition. */
  until(fulfils: (status: JobStatus) => boolean): Promise<JobStatus> {
    return this.#room.until(() => (fulfils(this.status) ? this.status : undefined));
  }

  untilRefused(times: number): Promise<number> {
    return this.#room.until(() => (this.refusals >= times ? this.refusals : undefined));
  }
}
