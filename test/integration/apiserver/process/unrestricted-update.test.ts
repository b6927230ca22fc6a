import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask } from './ask.ts';
import type { ServerProcess } from './server-process.ts';
import { startProcess, stopProcesses } from './server-process.ts';

const SAMPLES = new URL('../../../../apiserver/samples', import.meta.url).pathname;

let dir: string;
beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'apiserver-unrestricted-'))));
afterAll(async () => {
  await stopProcesses();
  await rm(dir, { recursive: true });
});

/** An object of a built-in kind and one of a definition, both with the subresource `status`. */
const KINDS = [
  {
    path: '/api/v1/namespaces/default/pods',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'one' },
      spec: { containers: [{ name: 'c', image: 'i' }] },
    },
    initial: 'Pending',
  },
  {
    path: '/apis/samples.durasync.io/v1/namespaces/default/users',
    object: { apiVersion: 'samples.durasync.io/v1', kind: 'User', metadata: { name: 'one' }, spec: { team: 'a' } },
    initial: undefined,
  },
];

type Phase = { readonly status?: { readonly phase?: string } };
const phaseOf = ({ body }: { body: object }): unknown => (body as Phase).status?.phase;

describe.each([
  ['--unrestricted-update=true', true],
  ['--unrestricted-update=false', false],
])('with %s an update of an object', (flag, isUnrestricted) => {
  let server: ServerProcess;
  beforeAll(async () => {
    const flags = [`--file-rootpath=${join(dir, String(isUnrestricted))}`, `--initialization=${SAMPLES}`];
    server = await startProcess([...flags, '--authn-allow-localhost', flag]);
  });

  test.each(KINDS)(
    `${isUnrestricted ? 'changes' : 'leaves'} the status of $object.kind, by PATCH and PUT`,
    async (kind) => {
      const { path, object, initial } = kind;
      const one = `${path}/one`;
      expect((await ask(server, 'POST', path, { body: object })).status).toBe(201);
      const patched = await ask(server, 'PATCH', one, {
        body: { metadata: { labels: { a: 'b' } }, status: { phase: 'Running' } },
      });
      expect(phaseOf(patched)).toBe(isUnrestricted ? 'Running' : initial);
      const body = { ...patched.body, status: { phase: 'Succeeded' } };
      expect(phaseOf(await ask(server, 'PUT', one, { body }))).toBe(isUnrestricted ? 'Succeeded' : initial);
      const read = await ask(server, 'GET', one);
      expect(phaseOf(read)).toBe(isUnrestricted ? 'Succeeded' : initial);
      expect(read.body['metadata']).toMatchObject({ labels: { a: 'b' } });
      // A status is still written alone by its subresource.
      const status = await ask(server, 'PATCH', `${one}/status`, {
        body: { status: { phase: 'Failed' }, spec: { team: 'b' } },
      });
      expect(phaseOf(status)).toBe('Failed');
      expect(status.body['spec']).toEqual(read.body['spec']);
    },
  );
});
