import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classifyExit, isSuccess } from '../../../activities/sync/classify-exit.ts';
import { cleanLine } from '../../../activities/sync/clean-line.ts';
import { EXIT_CODES } from '../../../activities/sync/exit-codes.ts';

const exit = (code: number | null, stderr = '') => ({
  code,
  stderr,
  signal: code === null ? ('SIGKILL' as const) : null,
});

describe('how rsync ended', () => {
  test.each([
    [1, 'RsyncUsage'],
    [5, 'UpstreamProtocol'],
    [10, 'UpstreamUnreachable'],
    [11, 'LocalIo'],
    [12, 'UpstreamProtocol'],
    [20, 'Killed'],
    [23, 'PartialTransfer'],
    [24, 'PartialTransfer'],
    [25, 'MassDeletion'],
    [30, 'UpstreamStalled'],
    [35, 'UpstreamUnreachable'],
    [99, 'Unknown'],
  ])('code %d is %s', (code, failureClass) => {
    expect(classifyExit(exit(code)).failureClass).toBe(failureClass);
  });

  test.each([
    [11, 'rsync: [receiver] write failed on "/data/x": No space left on device (28)', 'DiskFull'],
    [23, 'rsync: [receiver] mkstemp "/data/x" failed: Disk quota exceeded (122)', 'DiskFull'],
    [5, '@ERROR: max connections (4) reached -- try again later', 'UpstreamBusy'],
    [5, '@ERROR: auth failed on module m', 'UpstreamAuth'],
    [5, "@ERROR: Unknown module 'm'", 'UpstreamMissing'],
    [23, 'rsync: [sender] change_dir "x" (in m) failed: No such file or directory (2)', 'UpstreamMissing'],
    [23, 'rsync: [generator] link_stat "/data/mirror/x" failed: No such file or directory (2)', 'PartialTransfer'],
    [10, 'rsync: getaddrinfo: h 873: Name or service not known', 'UpstreamUnreachable'],
    [12, 'rsync: connection unexpectedly closed (12 bytes received so far) [receiver]', 'UpstreamUnreachable'],
    [23, 'rsync: [sender] open "x" failed: No space left on device (28)', 'PartialTransfer'],
  ])('code %d with %s is %s', (code, stderr, failureClass) => {
    const failure = classifyExit(exit(code, `${stderr}\nrsync error: something (code ${code}) at main.c(1)\n`));
    expect(failure.failureClass).toBe(failureClass);
    expect(failure.message).toContain(cleanLine(stderr));
    expect(failure.message).toContain(`(rsync exit code ${code})`);
  });

  test('a signal is a kill', () => {
    expect(classifyExit(exit(null))).toMatchObject({ failureClass: 'Killed', message: 'rsync was killed by SIGKILL' });
  });

  test('success codes add to 0', () => {
    expect(isSuccess(exit(0), [])).toBe(true);
    expect(isSuccess(exit(24), [23, 24])).toBe(true);
    expect(isSuccess(exit(25), [23, 24])).toBe(false);
    expect(isSuccess(exit(null), [23, 24])).toBe(false);
  });

  test('no message is long, has control characters or a secret, whatever rsync said', () => {
    const secret = 'S3cret-pass';
    fc.assert(
      fc.property(fc.constantFrom(...EXIT_CODES.keys()), fc.array(fc.string({ unit: 'binary' })), (code, parts) => {
        const { message } = classifyExit(exit(code, parts.join(secret)), [secret]);
        expect(message).not.toContain(secret);
        expect(message.length).toBeLessThan(500);
        expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
  });
});
