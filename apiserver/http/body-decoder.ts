import { badRequest } from '../errors/index.ts';
import { isTooDeep, MAX_DEPTH } from '../object/depth.ts';
import { parseJson } from '../object/parse-json.ts';
import { parseFirstYaml } from '../object/parse-yaml.ts';
import { duplicateFields } from './duplicate-fields.ts';

export type DecodedBody = {
  readonly value: unknown;
  /** Of fields given twice, in words; each is a warning. */
  readonly duplicates: readonly string[];
  /** All of them as one error; default the same words. */
  readonly duplicatesError?: string;
};

/** Reads one media type. @throws Error with the reason */
export type BodyDecoder = (bytes: Buffer) => DecodedBody;

/** The media types bodies may have. */
export type BodyDecoders = ReadonlyMap<string, BodyDecoder>;

const decodeJson: BodyDecoder = (bytes) => {
  const text = bytes.toString();
  return { value: parseJson(text), duplicates: duplicateFields(text).map((path) => `duplicate field "${path}"`) };
};

/** Of several documents the first counts. */
const decodeYaml: BodyDecoder = (bytes) => {
  const { value, repeated } = parseFirstYaml(bytes.toString());
  const error = ['yaml: unmarshal errors:', ...repeated].join('\n  ');
  return { value, duplicates: repeated, ...(repeated.length > 0 && { duplicatesError: error }) };
};

export const JSON_AND_YAML: BodyDecoders = new Map([
  ['application/json', decodeJson],
  ['application/yaml', decodeYaml],
]);

const TOO_DEEP = `exceeded max depth of ${MAX_DEPTH}`;
/** What a decoder says that has no room for a value. */
const STACK_IS_FULL = /^Maximum call stack size exceeded[^]*/;

/** @throws StatusError 400 */
export function decodeBody(decoders: BodyDecoders, type: string, bytes: Buffer): DecodedBody {
  try {
    const decoder = decoders.get(type);
    if (!decoder) throw new Error(`no decoder of ${type}`);
    const decoded = decoder(bytes);
    if (isTooDeep(decoded.value)) throw new Error(TOO_DEEP);
    return decoded;
  } catch (error) {
    const message = (error as Error).message.replace(STACK_IS_FULL, TOO_DEEP);
    const isText = JSON_AND_YAML.has(type);
    throw badRequest(isText ? `couldn't get version/kind; json parse error: ${message}` : message);
  }
}
