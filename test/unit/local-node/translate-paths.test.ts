import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { translatePaths } from '../../../deploy/local/node/container/translate-paths.ts';

const mounts = [
  { mountPath: '/data', hostPath: '/host/volumes/data' },
  { mountPath: '/data/cache/', hostPath: '/host/cache' },
  { mountPath: '/etc/config', hostPath: '/host/config' },
];

describe('translatePaths', () => {
  test.each([
    ['/data', '/host/volumes/data'],
    ['/data/', '/host/volumes/data/'],
    ['/data/x/y', '/host/volumes/data/x/y'],
    ['--dir=/data/x', '--dir=/host/volumes/data/x'],
    ['/data/cache/z', '/host/cache/z'],
    ['/data:/etc/config', '/host/volumes/data:/host/config'],
    ['file:///data/x', 'file:///host/volumes/data/x'],
    ['{"dir":"/data"}', '{"dir":"/host/volumes/data"}'],
    ['cp /etc/config/a /data/b; ls', 'cp /host/config/a /host/volumes/data/b; ls'],
    ['a,/data', 'a,/host/volumes/data'],
  ])('rewrites %s', (text, expected) => {
    expect(translatePaths(text, mounts)).toBe(expected);
  });

  test.each([
    '/database',
    '/var/data',
    'rsync://host/data/x',
    'https://host/data',
    'mirror@host:/data/x',
    'data/x',
    '',
  ])('leaves %s alone', (text) => {
    expect(translatePaths(text, mounts)).toBe(text);
  });

  test('a mount at the root rewrites nothing', () => {
    expect(translatePaths('/usr/bin', [{ mountPath: '/', hostPath: '/host' }])).toBe('/usr/bin');
  });

  test('a host folder below a mount path is not rewritten again', () => {
    const nested = [{ mountPath: '/srv', hostPath: '/srv/state/volume' }];
    expect(translatePaths('/srv/a --to=/srv/b', nested)).toBe('/srv/state/volume/a --to=/srv/state/volume/b');
  });

  test('without mounts every text stays as it is', () => {
    fc.assert(fc.property(fc.string(), (text) => translatePaths(text, []) === text));
  });

  test('text without the mount path stays as it is', () => {
    const words = fc
      .array(fc.constantFrom('/', 'dat', '=', ':', ' ', 'b', '/dat/a'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        words.filter((text) => !text.includes('/data')),
        (text) => translatePaths(text, mounts) === text,
      ),
    );
  });
});
