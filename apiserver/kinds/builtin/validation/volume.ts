import { invalid } from '../../../errors/index.ts';
import { dnsLabelErrors } from '../../../validation/names.ts';
import type { Check } from './checks.ts';
import { all, distinct, each, fields, given, judged, needed, textOf } from './checks.ts';

/** Nothing is no path either. */
const absolute: Check = (value, path) =>
  textOf(value).startsWith('/') ? [] : [invalid(path, value ?? '', 'must be an absolute path')];

const volume = fields({
  name: needed(judged(dnsLabelErrors)),
  configMap: given(fields({ name: needed() })),
  hostPath: given(fields({ path: needed() })),
  nfs: given(fields({ server: needed(), path: all(needed(), absolute) })),
  persistentVolumeClaim: given(fields({ claimName: needed() })),
  secret: given(fields({ secretName: needed() })),
});

/** The volumes of a pod. */
export const volumes: Check = all(each(volume), distinct('name'));
