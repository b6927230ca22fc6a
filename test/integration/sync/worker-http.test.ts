import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { logName } from '../../../activities/sync/log-files.ts';
import type { SyncInput } from '../../../activities/sync-contract.ts';
import { readWorkerPublicKey, signWorkerToken } from '../../../activities/worker-token.ts';
import { AttemptState } from '../../../sync-worker/attempt-state.ts';
import { createHttpServer } from '../../../sync-worker/http/create-http-server.ts';
import { jobConfig } from '../../support/job-config.ts';

const keys = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const job = { namespace: 'default', name: 'debian' };
const token = (name = job.name): string =>
  signWorkerToken({ ...job, name, privateKeyPem: keys.privateKey, ttlSeconds: 60 });
const input = (runSeq: number): SyncInput => ({
  ...job,
  uid: 'u',
  generation: 1,
  runSeq,
  allowDelete: false,
  config: jobConfig({ upstream: 'rsync://h/m' }),
});

describe("the worker's HTTP API", () => {
  let server: Server;
  let directory: string;
  let state: AttemptState;
  let url: string;
  let ready: boolean;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'logs-'));
    state = new AttemptState({ begin: () => undefined, progress: () => undefined, end: async () => undefined });
    ready = false;
    const tokenKey = readWorkerPublicKey(keys.publicKey);
    server = createHttpServer({ job, tokenKey, logDirectory: directory, state, isReady: () => ready });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true });
  });

  const get = (path: string, authorization = `Bearer ${token()}`): Promise<Response> =>
    fetch(url + path, { headers: { authorization } });
  const writeLog = (run: number, text: string): Promise<void> =>
    writeFile(join(directory, logName(run, new Date(0))), text);

  test('health is open, readiness follows the worker, all else needs a token for this worker', async () => {
    expect((await get('/healthz', '')).status).toBe(200);
    expect((await get('/readyz', '')).status).toBe(503);
    ready = true;
    expect((await get('/readyz', '')).status).toBe(200);
    expect(await (await get('/metrics', '')).text()).toContain('durasync_sync_running 0\n');
    for (const path of ['/log', '/logs', '/progress']) {
      expect((await get(path, '')).status).toBe(401);
      expect((await get(path, `Bearer ${token('other')}`)).status).toBe(401);
    }
    expect((await get('/toString')).status).toBe(404);
    expect((await fetch(`${url}/log`, { method: 'POST' })).status).toBe(405);
  });

  test('logs are listed and read, whole or by their last lines', async () => {
    expect((await get('/log')).status).toBe(404);
    await writeLog(1, 'one\ntwo\nthree\n');
    await writeLog(2, 'x'.repeat(70_000) + '\nlast');
    expect(await (await get('/logs')).json()).toHaveLength(2);
    expect(await (await get('/log?run=1')).text()).toBe('one\ntwo\nthree\n');
    expect(await (await get('/log?run=1&tail=2')).text()).toBe('two\nthree\n');
    expect(await (await get('/log?run=1&tail=0')).text()).toBe('');
    expect(await (await get('/log?run=1&tail=9')).text()).toBe('one\ntwo\nthree\n');
    const part = await get('/log?run=1&from=8');
    expect([await part.text(), part.headers.get('log-run'), part.headers.get('log-from')]).toEqual([
      'three\n',
      '1',
      '8',
    ]);
    expect((await get('/log?run=1&tail=1')).headers.get('log-from')).toBe('8');
    expect(await (await get('/log?run=2&tail=1')).text()).toBe('last');
    expect((await (await get('/log?run=2&tail=2')).text()).length).toBe(70_005);
    expect((await get('/log?run=3')).status).toBe(404);
    expect((await get('/log?run=../1')).status).toBe(400);
  });

  test('a followed log ends with the attempt and has its last line', async () => {
    await writeLog(7, 'begin\n');
    state.begin(input(7), { number: 1, taskToken: Uint8Array.of(1) });
    const response = await get('/log?follow=1');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('begin\n');
    await appendFile(join(directory, logName(7, new Date(0))), 'end\n');
    await state.end();
    expect((await reader?.read())?.value).toBe('end\n');
    expect((await reader?.read())?.done).toBe(true);
  });

  test('progress is told at once and on change', async () => {
    const response = await get('/progress');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async (): Promise<unknown> => JSON.parse(((await reader?.read())?.value ?? '').replace('data: ', ''));
    expect(await next()).toEqual({ runSeq: 0, attempt: 0, progress: null });
    state.begin(input(3), { number: 2, taskToken: Uint8Array.of(1) });
    expect(await next()).toEqual({ runSeq: 3, attempt: 2, progress: null });
    const progress = {
      phase: 'transferring',
      bytes: 5,
      files: 1,
      rate: 2,
      updatedAt: new Date(0).toISOString(),
    } as const;
    state.progress(progress);
    expect(await next()).toEqual({ runSeq: 3, attempt: 2, progress });
    await state.end();
    expect(await next()).toEqual({ runSeq: 3, attempt: 2, progress: null });
    await reader?.cancel();
  });
});
