import { expect, test } from '@jest/globals';
import { relative } from 'node:path';
import { withoutOwnKubeconfig } from '../../../deploy/local/stack/choose-api-server.ts';

const own = '/home/me/durasync/.durasync/kubeconfig';

test.each([own, relative(process.cwd(), own), '/home/me/durasync/.durasync/../.durasync/kubeconfig'])(
  'KUBECONFIG=%s means the API server that is about to start',
  (named) => {
    expect(withoutOwnKubeconfig({ KUBECONFIG: named, PATH: '/bin' }, own)).toEqual({ PATH: '/bin' });
  },
);

test('another KUBECONFIG is kept', () => {
  const env = { KUBECONFIG: '/home/me/.kube/config' };
  expect(withoutOwnKubeconfig(env, own)).toEqual(env);
  expect(withoutOwnKubeconfig({}, own)).toEqual({});
});
