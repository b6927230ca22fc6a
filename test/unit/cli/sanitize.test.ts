import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sanitizeJson, sanitizeLine, sanitizeText } from '../../../cli/output/sanitize.ts';
import { paint, wantsColour } from '../../../cli/output/style.ts';

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('text from elsewhere', () => {
  test('keeps lines and tabs, and shows that something was taken out', () => {
    expect(sanitizeText('a\tb\r\nc\u001b]0;title\u0007d')).toBe('a\tb\nc\ufffd]0;title\ufffdd');
    expect(sanitizeLine(' a\n b\u001b[2J ')).toBe('a  b\ufffd[2J');
  });
  test('a progress line that returns to its start becomes lines', () => {
    expect(sanitizeText('10%\r20%\r')).toBe('10%\n20%\n');
  });
  test('no control character or bidirectional override is left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sanitizeText(text)).not.toMatch(CONTROL);
        expect(sanitizeLine(text)).not.toMatch(/[\n\t]/);
      }),
    );
  });
  test('JSON stays the same value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = sanitizeJson(JSON.stringify({ text }));
        expect(json).not.toMatch(CONTROL);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});

describe('colour', () => {
  test('is put around what was made safe', () => {
    expect(paint({ text: 'a\u001b[0m', style: 'red' }, true)).toBe('\u001b[31ma\ufffd[0m\u001b[0m');
    expect(paint({ text: 'a', style: 'red' }, false)).toBe('a');
    expect(paint({ text: '', style: 'red' }, true)).toBe('');
  });
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
  ])('%j on a terminal %s: %s', (env, tty, wanted) => {
    expect(wantsColour(env, tty)).toBe(wanted);
  });
});
