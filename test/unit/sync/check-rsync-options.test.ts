import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRsyncOptions } from '../../../activities/sync/check-rsync-options.ts';

describe('options of a Job', () => {
  test.each([
    ['-z'],
    ['-vzS'],
    ['-B512'],
    ['-zB=512'],
    ['--compress'],
    ['--no-perms'],
    ['--no-D'],
    ['--no-motd'],
    ['--timeout=600'],
    ['--exclude=*.iso'],
    ['--filter=- *.iso'],
    ['--filter=exclude *.iso'],
    ['-f- *.iso'],
    ['--no-delay-updates'],
    ['--bwlimit=1.5m'],
  ])('%s is allowed', (option) => {
    expect(() => checkRsyncOptions([option])).not.toThrow();
  });

  test.each([
    ['-e', '-e is refused'],
    ['-essh', '-e in "-essh" is refused'],
    ['-ze/bin/sh', '-e in "-ze/bin/sh" is refused'],
    ['--rsh=sh', '--rsh is refused'],
    ['--rsync-path=x', '--rsync-path is refused'],
    ['--daemon', '--daemon is refused'],
    ['--config=/etc/x', '--config is refused'],
    ['--server', '--server is refused'],
    ['--log-file=/x', '--log-file is refused'],
    ['--temp-dir=/x', '--temp-dir is refused'],
    ['-T/x', '-T in "-T/x" is refused'],
    ['--link-dest=../x', '--link-dest is refused'],
    ['--remove-source-files', '--remove-source-files is refused'],
    ['--files-from=/x', '--files-from is refused'],
    ['--write-batch=/x', '--write-batch is refused'],
    ['--password-file=/x', 'use spec.config.credentials'],
    ['-M--x', '-M in "-M--x" is refused'],
    ['--max-delete=9', 'use spec.config.maxDelete'],
    ['--partial-dir=x', '--partial-dir is refused'],
    ['--dry-run', '--dry-run is refused'],
    ['-vn', '-n in "-vn" is refused'],
    ['-q', '-q is refused'],
    ['--del', '--del is refused'],
    ['--delete-before', '--delete-before is refused'],
    ['--delete-missing-args', 'guard against mass deletion'],
    ['--insecure-links', '--insecure-links is refused'],
    ['--no-delete', '--no-delete is refused'],
    ['--info=stats0', '--info is refused'],
    ['--', 'is not an option'],
    ['-', 'is not an option'],
    ['data', 'is not an option'],
    ['--timeout', 'in the same word'],
    ['--timeout=0', 'above 0'],
    ['--exclude-from=/var/run/secrets/token', 'excludeFile'],
    ['--include-from=/etc/patterns', 'sent to the upstream'],
    ['-B', 'in the same word'],
    ['--compress=zlib', 'takes no value'],
    ['--filter=merge /etc/passwd', 'must be an exclude'],
    ['--filter=. /etc/passwd', 'must be an exclude'],
    ['--filter=dir-merge x', 'must be an exclude'],
    ['-f: x', 'must be an exclude'],
    ['--some-new-option', 'does not know it as safe'],
    ['--exclude=a\0b', 'NUL'],
  ])('%s is refused: %s', (option, reason) => {
    expect(() => checkRsyncOptions([option])).toThrow(reason);
  });

  test('no cluster of letters smuggles a refused one in before a value begins', () => {
    const flags = fc.array(fc.constantFrom(...'vcarulLHpEAXogDtSWxyzCs46hm8i'), { maxLength: 8 });
    const refused = fc.constantFrom(...'eMTnqbPKdF0');
    fc.assert(
      fc.property(flags, refused, flags, (before, letter, after) => {
        expect(() => checkRsyncOptions([`-${before.join('')}${letter}${after.join('')}`])).toThrow(`-${letter}`);
      }),
    );
  });

  test('every word either passes or is refused in words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (word) => {
        try {
          checkRsyncOptions([word]);
          expect(word).toMatch(/^-/);
        } catch (error) {
          expect(String(error)).toContain('spec.config.rsyncOptions');
        }
      }),
    );
  });
});
