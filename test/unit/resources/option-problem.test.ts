import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { ALLOWED_LONG, ALLOWED_SHORT, NEGATABLE, REFUSED_REASON } from '../../../resources/rsync/allowed-options.ts';
import { RSYNC_OPTION_PATTERN } from '../../../resources/rsync/option-pattern.ts';
import { rsyncOptionProblem } from '../../../resources/rsync/option-problem.ts';

const pattern = RE2JS.compile(RSYNC_OPTION_PATTERN);
const admitted = (option: string): boolean => pattern.test(option);

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
    expect([rsyncOptionProblem(option), admitted(option)]).toEqual([undefined, true]);
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
    ['--filter=!', 'must be an exclude'],
    ['--filter=merge /etc/passwd', 'must be an exclude'],
    ['--filter=. /etc/passwd', 'must be an exclude'],
    ['--filter=dir-merge x', 'must be an exclude'],
    ['-f: x', 'must be an exclude'],
    ['--some-new-option', 'does not know it as safe'],
    ['--exclude=!', 'would clear every pattern'],
    ['--include=!', 'would clear every pattern'],
  ])('%s is refused: %s', (option, reason) => {
    expect([rsyncOptionProblem(option), admitted(option)]).toEqual([expect.stringContaining(reason), false]);
  });

  test('no cluster of letters smuggles a refused one in before a value begins', () => {
    const flags = fc.array(fc.constantFrom(...'vcarulLHpEAXogDtSWxyzCs46hm8i'), { maxLength: 8 });
    const refused = fc.constantFrom(...'eMTnqbPKdF0');
    fc.assert(
      fc.property(flags, refused, flags, (before, letter, after) => {
        expect(rsyncOptionProblem(`-${before.join('')}${letter}${after.join('')}`)).toContain(`-${letter}`);
      }),
    );
  });

  test('a NUL ends no option early', () => {
    expect(rsyncOptionProblem('--exclude=a\0b')).toContain('NUL');
  });

  test('admission lets pass what the worker lets pass, and nothing else', () => {
    const names = [...ALLOWED_LONG.keys(), ...NEGATABLE, ...Object.keys(REFUSED_REASON)];
    const name = fc.oneof(fc.constantFrom(...names), fc.constantFrom(...ALLOWED_SHORT.keys()));
    const value = fc.constantFrom(
      '',
      '=',
      '=1',
      '=0',
      '=!',
      '=!!',
      '=- x',
      '=exclude,! x',
      '=: x',
      '=merge x',
      '512',
      '- x',
    );
    const long = fc.tuple(fc.constantFrom('--', '--no-'), name, value).map((parts) => parts.join(''));
    const letters = fc.array(fc.constantFrom(...ALLOWED_SHORT.keys(), 'e', 'n', '=', '!', ' ', '-'), { maxLength: 6 });
    const short = fc.tuple(letters, value).map(([some, rest]) => `-${some.join('')}${rest}`);
    const any = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => `-${text}`);
    fc.assert(
      fc.property(fc.oneof(long, short, any), (option) => {
        expect([option, admitted(option)]).toEqual([option, rsyncOptionProblem(option) === undefined]);
      }),
      { numRuns: 2_000 },
    );
  });
});
