import type { AuditEntry } from './audit-event.ts';
import { auditEvent } from './audit-event.ts';
import type { Rotation } from './rotating-file.ts';
import { RotatingFile } from './rotating-file.ts';

export type AuditLogOptions = {
  readonly rotation: Rotation;
  /** Told why entries are lost, and how many since it was told last; at most once a minute. */
  readonly failed: (error: Error, lost: number) => void;
};

const BATCH_LINES = 500;
/** So much may wait for a file that is slower than requests come; what is more is lost. */
const WAITING_LINES = 50_000;
const REPORT_MS = 60_000;

/** Appends a line of JSON for each request to a file. One that cannot be written for a while is tried again. */
export class AuditLog {
  readonly #file: RotatingFile;
  readonly #failed: AuditLogOptions['failed'];
  #waiting: string[] = [];
  #writing: Promise<void> | undefined;
  #lost = 0;
  #reason: Error | undefined;
  #reportedAt = -Infinity;

  /** @throws if the file cannot be written */
  constructor(path: string, { rotation, failed }: AuditLogOptions) {
    this.#file = new RotatingFile(path, rotation);
    this.#failed = failed;
  }

  write(entry: AuditEntry): void {
    if (this.#waiting.length >= WAITING_LINES) {
      this.#lose(1, new Error('the file is slower than requests come'));
      return;
    }
    this.#waiting.push(`${JSON.stringify(auditEvent(entry))}\n`);
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when everything is written, or lost and told. */
  async close(): Promise<void> {
    await this.#writing;
    this.#report();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting.splice(0, BATCH_LINES);
      await this.#file.append(lines.join('')).catch((error: Error) => this.#lose(lines.length, error));
    }
    this.#writing = undefined;
  }

  #lose(count: number, error: Error): void {
    this.#lost += count;
    this.#reason = error;
    if (Date.now() - this.#reportedAt >= REPORT_MS) this.#report();
  }

  #report(): void {
    if (!this.#reason) return;
    this.#failed(this.#reason, this.#lost);
    this.#reportedAt = Date.now();
    this.#reason = undefined;
    this.#lost = 0;
  }
}
