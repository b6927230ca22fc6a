import { expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inBatches } from '../../../apiserver/rest/in-batches.ts';

test('the first item that fails says why, whichever fails first, and the others of its batch are done', async () => {
  const done: string[] = [];
  const work = async (item: string): Promise<void> => {
    if (item === 'b') throw new Error(item);
    await setImmediate();
    if (item === 'a') throw new Error(item);
    done.push(item);
  };
  await expect(inBatches(['a', 'b', 'c'], work)).rejects.toThrow('a');
  expect(done).toEqual(['c']);
});
