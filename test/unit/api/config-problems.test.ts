import { describe, expect, test } from '@jest/globals';
import { configProblems } from '../../../api/routes/jobs/config-problems.ts';

const problemsOf = (config: unknown): string[] =>
  configProblems({ spec: { config } }).map(({ field, message }) => `${field}: ${message}`);

describe('a configuration that cannot work', () => {
  test.each([
    [{ timeZone: 'Mars/Phobos' }, 'spec.config.timeZone: "Mars/Phobos" is no time zone'],
    [{ cron: '5-1 * * * *' }, 'spec.config.cron: "5-1 * * * *" cannot be read'],
    [{ cron: '0 0 31 4 *' }, 'spec.config.cron: "0 0 31 4 *" never comes'],
    [{ rsyncOptions: ['-z', '-essh'] }, 'spec.config.rsyncOptions[1]: -e in "-essh" is refused: it runs a program'],
  ])('%j is told by field', (config, text) => {
    expect(problemsOf(config)).toEqual([expect.stringContaining(text)]);
  });

  test.each([
    { timeZone: 'europe/berlin', cron: '0 0 29 2 *', rsyncOptions: ['-z'] },
    { timeZone: 5, cron: ['x'], rsyncOptions: [1, null] },
    { cron: '99 * * * *' },
    null,
  ])('%j is left to the API server', (config) => {
    expect(problemsOf(config)).toEqual([]);
  });
});
