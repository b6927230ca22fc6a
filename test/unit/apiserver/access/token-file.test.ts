import { describe, expect, test } from '@jest/globals';
import { parseTokens } from '../../../../apiserver/access/token-file.ts';

const usersOf = (text: string) => [...parseTokens(text).values()];

describe('a file of tokens', () => {
  test('tells users, with one group, several in quotes, or none', () => {
    const text = 't1,ada,1,"devs,ops"\r\nt2,bob,2,devs\n\n# nobody\nt3, "the, cook" ,3\n';
    expect(usersOf(text)).toEqual([
      { name: 'ada', uid: '1', groups: ['devs', 'ops'] },
      { name: 'bob', uid: '2', groups: ['devs'] },
      { name: 'the, cook', uid: '3', groups: [] },
    ]);
  });

  test.each([
    ['too few fields', 't2,bob'],
    ['no token', ',bob,2'],
    ['no user', 't2,,2'],
    ['groups that are not in quotes', 't2,bob,2,devs,ops'],
    ['a quote that does not end', 't2,bob,2,"devs'],
    ['text behind a quote', 't2,bob,2,"devs"ops'],
    ['a quote in the middle', 't2,b"ob"'],
  ])('is refused for %s, by its line, without the token', (_, line) => {
    expect(() => parseTokens(`t1,ada,1\n${line}\n`)).toThrow(/^line 2 is not token,user,uid,"groups"$/);
  });
});
