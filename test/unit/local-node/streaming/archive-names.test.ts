import { expect, test } from '@jest/globals';
import { withContainerNames } from '../../../../deploy/local/node/streaming/remote-command/archive-names.ts';

const mounts = [
  { mountPath: '/data', hostPath: '/srv/a.b/vol,1' },
  { mountPath: '/other', hostPath: '/srv/other' },
];

test("an archive of a volume gets the container's names", () => {
  expect(withContainerNames(['tar', 'cf', '-', '/srv/a.b/vol,1/x'], mounts)).toEqual([
    'tar',
    'cf',
    '-',
    '/srv/a.b/vol,1/x',
    '--transform=flags=rhS;s,^srv/a\\.b/vol\\,1,data,',
  ]);
});

test.each([
  [['tar', '-xmf', '-', '-C', '/srv/other']],
  [['tar', 'cf', '-', '/etc/hosts']],
  [['cat', 'cf', '/srv/other/x']],
  [['tar']],
])('%j is left as it is', (argv) => {
  expect(withContainerNames(argv, mounts)).toEqual(argv);
});
