import { expect, test } from '@jest/globals';
import { launchEnvironment } from '../../../deploy/local/node/container/launch.ts';

const mounts = [{ mountPath: '/tmp', hostPath: '/state/pod/tmp' }];

test("paths of the pod are the host's, paths of the host stay", () => {
  const host = { KUBECONFIG: '/tmp/state/kubeconfig', TMPDIR: '/tmp/state/tmp' };
  const declared = new Map([['CACHE', '/tmp/cache']]);
  expect(launchEnvironment(host, declared, mounts)).toEqual({ ...host, CACHE: '/state/pod/tmp/cache' });
});

test('a variable of the pod goes before one of the host', () => {
  expect(launchEnvironment({ TMPDIR: '/tmp/a' }, new Map([['TMPDIR', '/tmp']]), mounts)).toEqual({
    TMPDIR: '/state/pod/tmp',
  });
});
