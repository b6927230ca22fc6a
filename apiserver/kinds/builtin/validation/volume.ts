import { invalid } from '../../../errors/index.ts';
import { dnsLabelErrors } from '../../../validation/names.ts';
import { valueAt } from '../fields.ts';
import type { Check } from './checks.ts';
import { all, distinct, each, fields, given, judged, needed, oneOf, textOf } from './checks.ts';

/** Nothing is no path either. */
const absolute: Check = (value, path) =>
  textOf(value).startsWith('/') ? [] : [invalid(path, value ?? '', 'must be an absolute path')];

const noWayUp: Check = judged<string>((path) => (path.split('/').includes('..') ? ["must not contain '..'"] : []));

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

export const hostPath: Check = given((value, path) => {
  const where = needed(noWayUp)(valueAt(value, 'path'), `${path}.path`);
  return valueAt(value, 'path')
    ? [...where, ...oneOf(...HOST_PATH_TYPES)(valueAt(value, 'type'), `${path}.type`)]
    : where;
});
export const localPath = fields({ path: needed(noWayUp) });
export const nfs: Check = given(fields({ server: needed(), path: all(needed(), absolute) }));

const volume = fields({
  name: needed(judged(dnsLabelErrors)),
  configMap: given(fields({ name: needed() })),
  hostPath,
  nfs,
  persistentVolumeClaim: given(fields({ claimName: needed() })),
  secret: given(fields({ secretName: needed() })),
});

/** The volumes of a pod. */
export const volumes: Check = all(each(volume), distinct('name'));
