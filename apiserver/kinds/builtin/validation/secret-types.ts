import type { FieldError } from '../../../errors/index.ts';
import { invalid, required } from '../../../errors/index.ts';
import type { KubeObject } from '../../../object/kube-object.ts';

/** A secret's data, in base64. */
type Data = Readonly<Record<string, string>>;

const REDACTED = '<secret contents redacted>';
const ACCOUNT = 'kubernetes.io/service-account.name';

const missing = (data: Data, ...keys: readonly string[]): FieldError[] =>
  keys.filter((key) => data[key] === undefined).map((key) => required(`data[${key}]`));

/** A map in JSON. */
const registries =
  (key: string) =>
  (data: Data): FieldError[] => {
    const text = data[key];
    if (text === undefined) return missing(data, key);
    const problem = jsonMapProblem(Buffer.from(text, 'base64').toString());
    return problem ? [invalid(`data[${key}]`, REDACTED, problem)] : [];
  };

/** What each type of secret must have (core/v1, ValidateSecret). */
const TYPES: Readonly<Record<string, (data: Data, secret: KubeObject) => FieldError[]>> = {
  'kubernetes.io/service-account-token': (_data, { metadata }) =>
    metadata.annotations?.[ACCOUNT] ? [] : [required(`metadata.annotations[${ACCOUNT}]`)],
  'kubernetes.io/dockercfg': registries('.dockercfg'),
  'kubernetes.io/dockerconfigjson': registries('.dockerconfigjson'),
  'kubernetes.io/basic-auth': (data) => {
    const lacking = missing(data, 'username', 'password');
    return lacking.length === 2 ? lacking : [];
  },
  'kubernetes.io/ssh-auth': ({ 'ssh-privatekey': key }) => (key ? [] : [required('data[ssh-privatekey]')]),
  'kubernetes.io/tls': (data) => missing(data, 'tls.crt', 'tls.key'),
};

export function secretTypeErrors(secret: KubeObject): FieldError[] {
  const check = TYPES[String(secret['type'])];
  return check?.((secret['data'] ?? {}) as Data, secret) ?? [];
}

/** Why a text is no map in JSON, as Go says it; undefined if it is one, or null. */
function jsonMapProblem(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return syntaxProblem(text.trim(), (error as Error).message);
  }
  if (typeof value === 'object' && !Array.isArray(value)) return undefined;
  const names: Readonly<Record<string, string>> = { boolean: 'bool', object: 'array' };
  const found = names[typeof value] ?? typeof value;
  return `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`;
}

function syntaxProblem(text: string, message: string): string {
  const at = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
  const isCut = text === '' || at >= text.length || /end of JSON|Unterminated/.test(message);
  const found = /^Unexpected token '(.)'/s.exec(message)?.[1] ?? text[at];
  return isCut ? 'unexpected end of JSON input' : `invalid character '${found}' looking for beginning of value`;
}
