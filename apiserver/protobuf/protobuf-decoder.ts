import type { DecodedBody } from '../http/body-decoder.ts';
import { goMessageNames } from '../kinds/builtin/go-types.ts';
import { writeAsGo } from '../kinds/builtin/write-as-go.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { decodeMessage } from './decode-message.ts';
import { forEachField } from './wire.ts';

export const PROTOBUF_TYPE = 'application/vnd.kubernetes.protobuf';

/** What every body begins with (apimachinery, runtime/serializer/protobuf). */
const MAGIC = Buffer.from('k8s\0');

/**
 * Reads a built-in kind's object in protobuf to the JSON it would be sent as.
 * @throws Error if it is none
 */
export function decodeProtobuf(bytes: Buffer): DecodedBody {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Error('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  }
  const { apiVersion, kind, raw } = readUnknown(bytes.subarray(MAGIC.length));
  const name = messageOf(apiVersion, kind);
  if (!name) throw new Error(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`);
  const value: JsonObject = { apiVersion, kind, ...decodeMessage(raw, name) };
  writeAsGo(value, name);
  return { value, duplicates: [] };
}

type Unknown = { readonly apiVersion: string; readonly kind: string; readonly raw: Uint8Array };

/** runtime.Unknown: the type and the object's own bytes. */
function readUnknown(bytes: Uint8Array): Unknown {
  let type: Uint8Array = new Uint8Array();
  let raw: Uint8Array = new Uint8Array();
  let encoding = '';
  forEachField(bytes, (number, reader, wireType) => {
    if (number === 1) type = reader.bytes();
    else if (number === 2) raw = reader.bytes();
    else if (number === 3) encoding = reader.string();
    else reader.skipType(wireType);
  });
  if (encoding !== '') throw new Error(`content encoding ${JSON.stringify(encoding)} is not supported`);
  return { ...readTypeMeta(type), raw };
}

function readTypeMeta(bytes: Uint8Array): { apiVersion: string; kind: string } {
  let [apiVersion, kind] = ['', ''];
  forEachField(bytes, (number, reader, wireType) => {
    if (number === 1) apiVersion = reader.string();
    else if (number === 2) kind = reader.string();
    else reader.skipType(wireType);
  });
  return { apiVersion, kind };
}

let messages: ReadonlyMap<string, string> | undefined;

/** By what a type calls itself: `apps/v1/Deployment`, `core/v1/Pod`. */
function messageOf(apiVersion: string, kind: string): string | undefined {
  messages ??= new Map(goMessageNames().map((name) => [name.split('.').slice(-3).join('/'), name]));
  const [version = '', group = 'core'] = apiVersion.split('/').reverse();
  // Options belong to every group.
  const path = kind === 'DeleteOptions' ? 'meta/v1' : `${group.split('.')[0]}/${version}`;
  return messages.get(`${path}/${kind}`);
}
