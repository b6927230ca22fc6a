/** Writes to a file store without end and tells each acknowledged write on stdout: `<key> <revision> <value, or - for a removal>`. */
import { writeSync } from 'node:fs';
import { FileStore } from '../../../../apiserver/storage/index.ts';

const [rootPath = '', seed = '0'] = process.argv.slice(2);
const WRITERS = 16;
const store = new FileStore(rootPath);

async function write(writer: number): Promise<never> {
  const key = `/crash/${writer}`;
  let current = await store.get(key);
  for (let turn = 0; ; turn++) {
    const value = JSON.stringify({ seed, writer, turn, padding: 'x'.repeat(500) });
    if (current && turn % 7 === 6) {
      const revision = await store.delete(key, current.revision);
      current = undefined;
      tell(key, revision, '-');
    } else {
      current = current ? await store.update(key, value, current.revision) : await store.create(key, value);
      tell(key, current.revision, value);
    }
  }
}

/** Straight to the pipe: what Node still held would be lost with the process, though it was acknowledged. */
function tell(key: string, revision: number, value: string): void {
  writeSync(1, `${key} ${revision} ${value}\n`);
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
