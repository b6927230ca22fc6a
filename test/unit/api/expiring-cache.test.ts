import { describe, expect, test } from '@jest/globals';
import { createExpiringCache } from '../../../api/auth/expiring-cache.ts';

function counting(values: readonly unknown[]) {
  let calls = 0;
  return {
    load: async () => {
      const value = values[Math.min(calls++, values.length - 1)];
      if (value instanceof Error) throw value;
      return value;
    },
    calls: () => calls,
  };
}

describe('createExpiringCache', () => {
  test('repeats an answer for its time only', async () => {
    let now = 0;
    const cache = createExpiringCache<unknown>({ ttlMs: () => 10, maxEntries: 5, now: () => now });
    const source = counting(['a', 'b']);
    expect(await cache.get('k', source.load)).toBe('a');
    now = 9;
    expect(await cache.get('k', source.load)).toBe('a');
    now = 10;
    expect(await cache.get('k', source.load)).toBe('b');
  });

  test('asks once for what is asked at the same time', async () => {
    const cache = createExpiringCache<unknown>({ ttlMs: () => 10, maxEntries: 5, now: () => 0 });
    const source = counting(['a']);
    await Promise.all([cache.get('k', source.load), cache.get('k', source.load)]);
    expect(source.calls()).toBe(1);
  });

  test('does not remember a failure', async () => {
    const cache = createExpiringCache<unknown>({ ttlMs: () => 10, maxEntries: 5, now: () => 0 });
    const source = counting([new Error('down'), 'a']);
    await expect(cache.get('k', source.load)).rejects.toThrow('down');
    expect(await cache.get('k', source.load)).toBe('a');
  });

  test('keeps no more entries than it may', async () => {
    const cache = createExpiringCache<unknown>({ ttlMs: () => 10, maxEntries: 1, now: () => 0 });
    const source = counting(['a', 'b', 'c']);
    await cache.get('one', source.load);
    await cache.get('two', source.load);
    expect(await cache.get('two', source.load)).toBe('b');
    expect(await cache.get('one', source.load)).toBe('c');
  });
});
