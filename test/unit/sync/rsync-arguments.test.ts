import { describe, expect, test } from '@jest/globals';
import { dataLayout } from '../../../activities/sync/data-layout.ts';
import {
  excludeFileText,
  planArguments,
  transferArguments,
  type ArgumentInput,
} from '../../../activities/sync/rsync-arguments.ts';
import { normalizeUpstream } from '../../../activities/sync/upstream.ts';
import { jobConfig } from '../../support/job-config.ts';

const input = (config: Partial<ArgumentInput['config']> = {}): ArgumentInput => ({
  config: jobConfig({ upstream: 'rsync://host/module', ...config }),
  layout: dataLayout('/data'),
  ioTimeoutSeconds: 120,
  connectTimeoutSeconds: 60,
});

describe('arguments of rsync', () => {
  test('end with the upstream and the mirror, behind --', () => {
    const places = ['--', 'rsync://host/module/', '/data/mirror/'];
    expect(transferArguments(input()).slice(-3)).toEqual(places);
    expect(planArguments(input()).slice(-3)).toEqual(places);
  });

  test('plan and transfer differ in nothing that chooses what is deleted or fetched', () => {
    const config = { rsyncOptions: ['--exclude=x'], exclude: ['y'], ipFamily: 'IPv6', bandwidthLimit: '1Mi' } as const;
    const choices = (args: string[]): string[] =>
      args.filter((arg) => !['-v', '--dry-run', '--no-motd'].includes(arg) && !/^--(out-format|max-delete)=/.test(arg));
    const given = input({ ...config, rsyncOptions: [...config.rsyncOptions], exclude: [...config.exclude] });
    expect(choices(planArguments(given))).toEqual(choices(transferArguments(given, 7)));
  });

  test('follow the configuration', () => {
    const args = transferArguments(
      input({ ipFamily: 'IPv4', excludeFile: 'excludes/x', bandwidthLimit: '1500', rsyncOptions: ['-z'] }),
      12,
    );
    expect(args).toEqual(
      expect.arrayContaining(['-4', '--exclude-from=/data/excludes/x', '--bwlimit=1', '-z', '--max-delete=12']),
    );
    expect(transferArguments(input()).some((arg) => arg.startsWith('--max-delete'))).toBe(false);
  });

  test('a pattern that looks like a comment or an order stays a pattern', () => {
    expect(excludeFileText(['#a', ';b', '!', '*.iso', '+ /c'])).toBe('- #a\n- ;b\n- !\n*.iso\n+ /c\n');
  });
});

describe('upstreams', () => {
  test.each([
    ['rsync://h/m', 'rsync://h/m/'],
    ['rsync://h:8730/m/d/', 'rsync://h:8730/m/d/'],
    ['rsync://[::1]:873/m', 'rsync://[::1]:873/m/'],
    ['h.example::m/d', 'h.example::m/d/'],
    ['rsync://user@h/m', 'rsync://user@h/m/'],
  ])('%s', (given, expected) => {
    expect(normalizeUpstream(given)).toBe(expected);
  });

  test.each([
    '/etc',
    'host:path',
    '-e sh::m',
    '--rsh=x::m',
    'rsync:///m',
    'rsync://h/',
    'rsync://h//m',
    'rsync://-h/m',
    'http://h/m',
    'h::',
    'rsync://h/m\nx',
  ])('%s is refused', (given) => {
    expect(() => normalizeUpstream(given)).toThrow('spec.config.upstream');
  });

  test('a password in the URL is refused without being repeated', () => {
    let message = '';
    try {
      normalizeUpstream('rsync://u:hunter2@h/m');
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('holds a password');
    expect(message).not.toContain('hunter2');
  });
});
