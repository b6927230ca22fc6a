import type { FieldError } from '../../errors/index.ts';
import { fieldError, forbidden, invalid, required } from '../../errors/index.ts';
import { keepAllBut, keepAllButManagers } from '../../object/keep-fields.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { dnsSubdomainErrors } from '../../validation/names.ts';
import { volumeAttachmentColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { objectAt, specOf, textAt, valueAt } from './fields.ts';
import type { Check } from './validation/checks.ts';
import { fields, needed, textOf } from './validation/checks.ts';
import { driverName } from './validation/driver-name.ts';

export const volumeAttachment = builtin({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  namespaced: false,
  hasStatus: true,
  definition: 'io.k8s.api.storage.v1.VolumeAttachment',
  columns: volumeAttachmentColumns,
  strategy: {
    updatesUnconditionally: false,
    returnsDeleted: true,
    prepareCreate: (object) => void (object['status'] = { attached: false }),
    errors: (object) => [...errors(object), ...NAMES(specOf(object), 'spec')],
    updateErrors,
    updates: {
      status: {
        keep: (object, old) => {
          keepAllBut(['status'])(object, old);
          keepAllButManagers(object, old);
        },
        prepare: dropCodes,
        errors: updateErrors,
      },
    },
  },
});

/** Behind a feature gate that is off. */
function dropCodes(object: KubeObject): void {
  for (const name of ['attachError', 'detachError']) {
    if (valueAt(object, 'status', name)) delete objectAt(objectAt(object, 'status'), name)['errorCode'];
  }
}

/** One of two ways to say which volume it is. */
const source: Check = (value, path) => {
  const { inlineVolumeSpec, persistentVolumeName } = (value ?? {}) as JsonObject;
  const detail = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
  if (inlineVolumeSpec && persistentVolumeName !== undefined) return [forbidden(path, detail)];
  if (inlineVolumeSpec) return [];
  if (persistentVolumeName === undefined) return [required(path, detail)];
  const isEmpty = persistentVolumeName === '';
  return isEmpty ? [required(`${path}.persistentVolumeName`, 'must specify non empty persistentVolumeName')] : [];
};

const MESSAGE_LENGTH = 1024;
const METADATA_BYTES = 256 * 1024;
const tooLong = (field: string): FieldError =>
  fieldError({ type: 'tooLong', field, detail: `may not be more than ${METADATA_BYTES} bytes` });
const message: Check = (value, path) =>
  typeof value === 'string' && Buffer.byteLength(value) > MESSAGE_LENGTH ? [tooLong(path)] : [];

const RULES = fields({
  'spec.attacher': needed(),
  'spec.source': source,
  'status.attachError.message': message,
  'status.detachError.message': message,
  'status.attachmentMetadata': (value, path) =>
    Object.entries(value ?? {}).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0) > METADATA_BYTES
      ? [tooLong(path)]
      : [],
});

const volumeName: Check = (value, path) =>
  value === undefined ? [] : dnsSubdomainErrors(textOf(value)).map((detail) => invalid(path, value, detail));

/** Asked of a new one only. */
const NAMES = fields({ attacher: driverName, 'source.persistentVolumeName': volumeName });

function errors(object: KubeObject): FieldError[] {
  const node = textAt(object, 'spec', 'nodeName');
  return [...RULES(object, ''), ...dnsSubdomainErrors(node).map((detail) => invalid('spec.nodeName', node, detail))];
}

function updateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const isSame = equalJson(specOf(object), specOf(old));
  return [...errors(object), ...(isSame ? [] : [invalid('spec', asGo(specOf(object)), 'field is immutable')])];
}

/** As an error's message shows Kubernetes' own struct. */
const asGo = ({ attacher, source: from, nodeName }: JsonObject): JsonObject => ({
  Attacher: attacher,
  Source: {
    PersistentVolumeName: valueAt(from, 'persistentVolumeName') ?? null,
    InlineVolumeSpec: valueAt(from, 'inlineVolumeSpec') ?? null,
  },
  NodeName: nodeName,
});
