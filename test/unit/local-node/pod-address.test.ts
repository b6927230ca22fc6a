import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AddressBook } from '../../../deploy/local/node/pod/address-book.ts';
import { freeAddress, parseLoopbackRange } from '../../../deploy/local/node/pod/pod-address.ts';

const range = parseLoopbackRange('127.77.0.0/16');

describe('pod addresses', () => {
  test('the first free one is given, across octets too', () => {
    expect(freeAddress(range, new Set())).toBe('127.77.0.1');
    const used = new Set(Array.from({ length: 255 }, (_, index) => `127.77.0.${index + 1}`));
    expect(freeAddress(range, used)).toBe('127.77.1.0');
  });

  test('a full range says so', () => {
    expect(() => freeAddress(parseLoopbackRange('127.77.0.0/30'), new Set(['127.77.0.1', '127.77.0.2']))).toThrow(
      'all 2 pod addresses',
    );
  });

  test.each(['10.0.0.0/16', '127.0.0.0/4', '127.0.0.0', '127.300.0.0/16', '127.0.0.1/31'])('%s is refused', (text) => {
    expect(() => parseLoopbackRange(text)).toThrow(RangeError);
  });

  test('no two pods ever share an address, and a pod keeps its own', () => {
    const step = fc.record({
      pod: fc.integer({ min: 0, max: 8 }),
      release: fc.boolean(),
      wished: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const book = new AddressBook(range);
        const held = new Map<string, string>();
        for (const { pod, release, wished } of steps) {
          const uid = `pod-${pod}`;
          if (release) {
            book.release(uid);
            held.delete(uid);
            continue;
          }
          const address = book.assign(uid, `127.77.0.${wished}`);
          expect(held.get(uid) ?? address).toBe(address);
          held.set(uid, address);
          expect(new Set(held.values()).size).toBe(held.size);
        }
      }),
    );
  });
});
