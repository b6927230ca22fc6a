import { describe, expect, test } from '@jest/globals';
import { ProblemError } from '../../../api/http/problem.ts';
import { readCommand } from '../../../api/routes/jobs/command-body.ts';

function fieldsOf(body: unknown, key?: string): string[] {
  try {
    readCommand(body, key);
  } catch (error) {
    if (error instanceof ProblemError) return (error.errors ?? []).map(({ field }) => field);
    throw error;
  }
  return [];
}

describe('readCommand', () => {
  test('makes an id when none is given', () => {
    expect(readCommand({ command: 'start' }, undefined).commandId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('takes the id of the body or of the header', () => {
    expect(readCommand({ command: 'stop', commandId: 'a' }, undefined)).toEqual({ command: 'stop', commandId: 'a' });
    expect(readCommand({ command: 'stop', force: true }, 'b')).toEqual({
      command: 'stop',
      commandId: 'b',
      force: true,
    });
    expect(readCommand({ command: 'stop', commandId: 'c' }, 'c').commandId).toBe('c');
  });

  test.each([
    ['nothing', {}, ['command']],
    ['an unknown verb', { command: 'explode' }, ['command']],
    ['a verb of another case', { command: 'START' }, ['command']],
    ['an unknown field', { command: 'start', when: 'now' }, ['when']],
    ['a flag as text', { command: 'start', force: 'yes' }, ['force']],
    ['an id with a space', { command: 'start', commandId: 'a b' }, ['commandId']],
    ['an id that is too long', { command: 'start', commandId: 'a'.repeat(129) }, ['commandId']],
    ['several at once', { command: 1, allowDelete: 1 }, ['command', 'allowDelete']],
  ])('names what is wrong: %s', (_what, body, fields) => {
    expect(new Set(fieldsOf(body))).toEqual(new Set(fields));
  });

  test('refuses two ids and an id of the header that is none', () => {
    expect(fieldsOf({ command: 'start', commandId: 'a' }, 'b')).toEqual(['commandId']);
    expect(fieldsOf({ command: 'start' }, 'a b')).toEqual(['commandId']);
  });
});
