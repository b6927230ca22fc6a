import { closeSync, openSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

/** Only its owner reads it. */
const MODE = 0o600;

export type Rotation = {
  /** A file is put aside before it gets longer; 0: never. */
  readonly maxBytes: number;
  /** So many that were put aside are kept; 0: all. */
  readonly maxBackups: number;
};

/**
 * A file that is appended to. When it is full it is put aside as `<name>-<time><extension>`, as kube-apiserver does it,
 * and the oldest of those are removed. One that others put aside or empty (logrotate) goes on.
 */
export class RotatingFile {
  readonly #path: string;
  readonly #rotation: Rotation;
  #lastTime = 0;

  /** @throws if the file cannot be written */
  constructor(path: string, rotation: Rotation) {
    this.#path = path;
    this.#rotation = rotation;
    closeSync(openSync(path, 'a', MODE));
  }

  /** Not to be called again before it is done. @throws if the text cannot be written, or the file not be put aside */
  async append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    // By its path each time: others may have put it aside.
    let file = await this.#open();
    try {
      if (await this.#isFull(file, bytes.length)) {
        await file.close();
        await this.#putAside();
        file = await this.#open();
      }
      await file.appendFile(bytes);
    } finally {
      await file.close();
    }
  }

  #open(): Promise<FileHandle> {
    return open(this.#path, 'a', MODE);
  }

  async #isFull(file: FileHandle, moreBytes: number): Promise<boolean> {
    const { maxBytes } = this.#rotation;
    if (maxBytes === 0) return false;
    const { size } = await file.stat();
    return size > 0 && size + moreBytes > maxBytes;
  }

  async #putAside(): Promise<void> {
    const { dir, stem, extension } = this.#parts();
    // Never twice the same, nor earlier than the one before.
    this.#lastTime = Math.max(Date.now(), this.#lastTime + 1);
    const time = new Date(this.#lastTime).toISOString().replaceAll(':', '-').replace('Z', '');
    await rename(this.#path, join(dir, `${stem}-${time}${extension}`));
    const { maxBackups } = this.#rotation;
    if (maxBackups === 0) return;
    const backups = (await readdir(dir)).filter((name) => this.#isBackup(name)).sort();
    for (const name of backups.slice(0, -maxBackups)) await rm(join(dir, name), { force: true });
  }

  #isBackup(name: string): boolean {
    const { stem, extension } = this.#parts();
    if (!name.startsWith(`${stem}-`) || !name.endsWith(extension)) return false;
    const time = name.slice(stem.length + 1, name.length - extension.length);
    return /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}$/.test(time);
  }

  #parts(): { dir: string; stem: string; extension: string } {
    const extension = extname(this.#path);
    return { dir: dirname(this.#path), stem: basename(this.#path, extension), extension };
  }
}
