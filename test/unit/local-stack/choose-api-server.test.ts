import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseApiServer } from '../../../deploy/local/stack/choose-api-server.ts';
import { stateDir, type StateDir } from '../../../deploy/local/stack/state-dir.ts';
import { DEFAULT_API_SERVER } from '../../../deploy/local/toolchain/index.ts';

let dir: StateDir;
beforeEach(async () => {
  dir = stateDir(await mkdtemp(join(tmpdir(), 'durasync-choice-')));
});
afterEach(() => rm(dir.root, { recursive: true, force: true }));

const TRACES = { durasync: 'kubernetes/objects', 'kube-apiserver': 'etcd' } as const;
const leaveTraceOf = (kind: keyof typeof TRACES) => mkdir(join(dir.root, TRACES[kind]), { recursive: true });

describe('the API server of a stack', () => {
  test('is the default one in a new folder', () => {
    expect(chooseApiServer({}, dir)).toEqual({ kind: DEFAULT_API_SERVER, because: '' });
    expect(chooseApiServer({ DURASYNC_API_SERVER: '' }, dir).kind).toBe(DEFAULT_API_SERVER);
  });

  test.each(['durasync', 'kube-apiserver'] as const)('is %s where that is asked for', async (kind) => {
    expect(chooseApiServer({ DURASYNC_API_SERVER: kind }, dir)).toEqual({ kind, because: '' });
    await leaveTraceOf(kind);
    expect(chooseApiServer({ DURASYNC_API_SERVER: kind }, dir)).toEqual({ kind, because: '' });
  });

  test.each(['durasync', 'kube-apiserver'] as const)(
    'stays %s, and says so where it is not the default',
    async (kind) => {
      await leaveTraceOf(kind);
      const because = kind === DEFAULT_API_SERVER ? '' : ' (this state folder was made with it)';
      expect(chooseApiServer({}, dir)).toEqual({ kind, because });
    },
  );

  test.each([
    ['durasync', 'kube-apiserver'],
    ['kube-apiserver', 'durasync'],
  ] as const)('is never %s on the objects of %s', async (asked, held) => {
    await leaveTraceOf(held);
    expect(() => chooseApiServer({ DURASYNC_API_SERVER: asked }, dir)).toThrow(/cannot read them[^]*--state-dir/);
  });

  test('has one of two names', () => {
    expect(() => chooseApiServer({ DURASYNC_API_SERVER: 'etcd' }, dir)).toThrow(
      /DURASYNC_API_SERVER is "etcd"[^]*durasync or kube-apiserver/,
    );
  });
});
