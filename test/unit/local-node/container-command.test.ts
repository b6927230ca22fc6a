import { describe, expect, test } from '@jest/globals';
import { containerCommand } from '../../../deploy/local/node/container/container-command.ts';
import { imageName } from '../../../deploy/local/node/container/image-table.ts';

const images = { 'durasync/sync-worker': { entrypoint: ['/usr/bin/node', '/srv/worker.js'] } };
const values = new Map([['QUEUE', 'a b']]);
const mounts = [{ mountPath: '/data', hostPath: '/host/data' }];

describe('containerCommand', () => {
  test('an image stands for its program, args follow it', () => {
    const container = { name: 'c', image: 'durasync/sync-worker:1.2', args: ['--queue=$(QUEUE)', '--dir=/data'] };
    expect(containerCommand(container, images, values, mounts)).toEqual([
      '/usr/bin/node',
      '/srv/worker.js',
      '--queue=a b',
      '--dir=/host/data',
    ]);
  });

  test('command replaces the image', () => {
    const container = { name: 'c', image: 'busybox', command: ['/data/run'], args: ['x'] };
    expect(containerCommand(container, images, values, mounts)).toEqual(['/host/data/run', 'x']);
  });

  test('an unknown image without a command says what to do', () => {
    expect(() => containerCommand({ name: 'c', image: 'busybox:1' }, images, values, mounts)).toThrow(
      /busybox:1.*NODE_IMAGES/s,
    );
  });

  test.each([
    ['a/b:1', 'a/b'],
    ['localhost:5000/a/b', 'localhost:5000/a/b'],
    ['localhost:5000/a/b:v1@sha256:00', 'localhost:5000/a/b'],
    ['a', 'a'],
  ])('the name of %s is %s', (image, expected) => {
    expect(imageName(image)).toBe(expected);
  });
});
