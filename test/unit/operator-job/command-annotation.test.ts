import { describe, expect, test } from '@jest/globals';
import { commandIdValue, commandRequest, parseCommand } from '../../../operator/job/command-annotation.ts';
import { COMMAND_ANNOTATION, COMMAND_ID_ANNOTATION } from '../../../resources/job/job-names.ts';
import { COMMANDS } from '../../../workflows/messages.ts';
import { sampleJob } from './sample-job.ts';

const annotated = (annotations: Record<string, string>) => sampleJob({ metadata: { annotations } });

describe('a command', () => {
  test.each(COMMANDS)('%s is read', (command) => {
    expect(parseCommand(command)).toEqual({ command });
  });

  test.each([
    ['start force', { command: 'start', force: true }],
    [' Start  allow-delete FORCE ', { command: 'start', force: true, allowDelete: true }],
  ])('%j is read with its flags', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  test.each(['', 'go', 'start now', 'start constructor', 'force'])('%j is refused', (text) => {
    expect(parseCommand(text)).toBeUndefined();
  });
});

describe('the annotation', () => {
  test('gets an id first', () => {
    expect(commandRequest(annotated({ [COMMAND_ANNOTATION]: 'start force' }))).toEqual({
      type: 'new',
      text: 'start force',
    });
  });

  test('is a command once it has one', () => {
    const id = commandIdValue('id-1', 'start force');
    expect(commandRequest(annotated({ [COMMAND_ANNOTATION]: 'start force', [COMMAND_ID_ANNOTATION]: id }))).toEqual({
      type: 'identified',
      command: { commandId: 'id-1', command: 'start', force: true },
    });
  });

  test('gets a new id when another command takes its place', () => {
    const id = commandIdValue('id-1', 'start');
    const request = commandRequest(annotated({ [COMMAND_ANNOTATION]: 'stop', [COMMAND_ID_ANNOTATION]: id }));
    expect(request).toEqual({ type: 'new', text: 'stop' });
  });

  test('names the verbs when it holds none of them', () => {
    expect(commandRequest(annotated({ [COMMAND_ANNOTATION]: 'strat' }))).toMatchObject({
      type: 'invalid',
      message: expect.stringContaining('start, stop, restart') as unknown,
    });
  });
});
