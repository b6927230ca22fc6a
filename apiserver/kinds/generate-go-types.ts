/**
 * Takes from Kubernetes' Go sources how the built-in kinds are encoded: a field's name in JSON, its number in protobuf,
 * its type, whether it may be absent.
 *   node apiserver/kinds/generate-go-types.ts <folder of the k8s.io modules> <version, such as v0.34.4>
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SENT_DEFINITIONS, SERVED_DEFINITIONS } from './builtin/served-definitions.ts';

const [root, version] = process.argv.slice(2);
if (!root || !version) throw new Error('usage: generate-go-types.ts <modules> <version>');

/** Types whose encoding is not that of their fields. */
const SPECIAL: Readonly<Record<string, string>> = {
  'k8s.io/apimachinery/pkg/api/resource.Quantity': 'Quantity',
  'k8s.io/apimachinery/pkg/util/intstr.IntOrString': 'IntOrString',
  'k8s.io/apimachinery/pkg/apis/meta/v1.Time': 'Time',
  'k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime': 'MicroTime',
  'k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1': 'Raw',
  'k8s.io/apimachinery/pkg/runtime.RawExtension': 'Raw',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON': 'Raw',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrArray': 'SchemaOrArray',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrBool': 'SchemaOrBool',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrStringArray': 'SchemaOrStrings',
  'k8s.io/apimachinery/pkg/types.UID': 'string',
  'k8s.io/apimachinery/pkg/types.NodeName': 'string',
};

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  bool: 'bool',
  int: 'int',
  int32: 'int',
  int64: 'int',
  uint32: 'int',
  uint64: 'int',
  float64: 'double',
  '[]byte': 'bytes',
};

const FIELD = /^\s*(?:(\w+)\s+)?([\w.*[\]]+)\s+`([^`]*)`/;

type Declared = { readonly text: string; readonly file: GoFile };
type GoFile = { readonly path: string; readonly imports: ReadonlyMap<string, string>; readonly source: string };
type Field = readonly [name: string, number: number, type: string, omit: number];

const packages = new Map<string, Map<string, Declared>>();
const messages = new Map<string, Field[]>();

for (const name of [...SERVED_DEFINITIONS, ...SENT_DEFINITIONS]) take(packageOf(name), name.split('.').at(-1) ?? '');
const lines = [...messages]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, fields]) => `${JSON.stringify(name)}: ${JSON.stringify(fields)}`);
await writeFile(new URL('builtin/go-types.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);

/** `io.k8s.api.core.v1.Pod` is in `k8s.io/api/core/v1`. */
function packageOf(definition: string): string {
  return definition
    .replace(/^io\.k8s\./, 'k8s.io/')
    .split('.')
    .slice(0, -1)
    .join('/')
    .replace('k8s/io', 'k8s.io');
}

function definitionName(path: string, name: string): string {
  return `io.k8s.${path.slice('k8s.io/'.length).replaceAll('/', '.')}.${name}`;
}

/** Reads a struct and all it is made of. @returns its name */
function take(path: string, name: string): string {
  const definition = definitionName(path, name);
  if (messages.has(definition)) return definition;
  const fields: Field[] = [];
  messages.set(definition, fields);
  const { text, file } = declared(path, name);
  for (const line of text.split('\n')) {
    const field = parseField(line, file);
    if (field) fields.push(field);
  }
  return definition;
}

function parseField(line: string, file: GoFile): Field | undefined {
  const [, goName, goType = '', tags = ''] = FIELD.exec(line) ?? [];
  const [json, protobuf] = [tagOf(tags, 'json'), tagOf(tags, 'protobuf')];
  if (!protobuf || protobuf === '-' || json === '-') return undefined;
  const [name = '', ...options] = json.split(',');
  const number = Number(protobuf.split(',')[1]);
  return [options.includes('inline') ? '' : name || (goName ?? ''), number, resolve(goType, file), omitOf(options)];
}

function omitOf(options: readonly string[]): number {
  if (options.includes('omitzero')) return 2;
  return options.includes('omitempty') ? 1 : 0;
}

function tagOf(tags: string, name: string): string {
  return new RegExp(`\\b${name}:"([^"]*)"`).exec(tags)?.[1] ?? '';
}

/** `*` before a pointer, `[]` before a list, `{}` before a map with names for keys. */
function resolve(goType: string, file: GoFile): string {
  const scalar = SCALARS[goType];
  if (scalar) return scalar;
  if (goType.startsWith('*')) return `*${resolve(goType.slice(1), file)}`;
  if (goType.startsWith('[]')) return `[]${resolve(goType.slice(2), file)}`;
  const map = /^map\[[\w.]+\](.*)$/.exec(goType);
  if (map) return `{}${resolve(map[1] ?? '', file)}`;
  const [alias, qualified] = goType.includes('.') ? goType.split('.') : ['', goType];
  const path = alias ? file.imports.get(alias) : file.path;
  if (!path || !qualified) throw new Error(`${goType} in ${file.path} is of no known package`);
  return named(path, qualified);
}

function named(path: string, name: string): string {
  const special = SPECIAL[`${path}.${name}`];
  if (special) return special;
  const { text, file } = declared(path, name);
  if (text.startsWith('struct')) return take(path, name);
  const underlying = resolve(text.replace(/^=\s*/, '').split(/[\s/]/)[0] ?? '', file);
  // A named list of texts is a message with its items as first field; one of messages, and a named map, are as unnamed.
  return underlying === '[]string' ? 'Strings' : underlying;
}

function declared(path: string, name: string): Declared {
  const found = packageAt(path).get(name);
  if (!found) throw new Error(`${path} declares no ${name}`);
  return found;
}

function packageAt(path: string): Map<string, Declared> {
  const known = packages.get(path);
  if (known) return known;
  const declarations = new Map<string, Declared>();
  packages.set(path, declarations);
  for (const file of filesOf(path)) {
    for (const [, name = '', text = ''] of file.source.matchAll(/^type (\w+) (struct \{[^]*?^\}|.*$)/gm)) {
      declarations.set(name, { text, file });
    }
  }
  return declarations;
}

function filesOf(path: string): GoFile[] {
  const [, module = '', ...rest] = path.split('/');
  const dir = join(root ?? '', `${module}@${version}`, ...rest);
  if (!existsSync(dir)) throw new Error(`${dir} is missing`);
  return readdirSync(dir)
    .filter((name) => name.endsWith('.go') && !name.includes('_test') && !name.includes('generated'))
    .map((name) => {
      const source = readFileSync(join(dir, name), 'utf8');
      const imports = [...source.matchAll(/^\s*(?:import )?(\w+)? ?"([\w./-]+)"$/gm)];
      const aliases = imports.map(
        ([, alias, target = '']) => [alias ?? target.split('/').at(-1) ?? '', target] as const,
      );
      return { path, source, imports: new Map(aliases) };
    });
}
