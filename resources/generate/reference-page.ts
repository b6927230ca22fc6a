import { objectSchema, type JsonSchema } from '../json-schema.ts';
import { apiVersion, type Kind } from '../kind.ts';

/** One row of the fields table. */
interface Field {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** File name of a kind's page: `job.md`. */
export const referenceFile = (kind: Kind): string => `${kind.kind.toLowerCase()}.md`;

/** The reference page of a kind as Markdown: its names, its rules and a table of every field. */
export function referencePage(kind: Kind): string {
  const { properties = {} } = objectSchema(kind);
  const fields = (name: string): Field[] => fieldsOf(name, properties[name] ?? {});
  const spec = fields('spec');
  return [
    `<!-- Generated from resources/ by \`npm run generate\`. Do not edit. -->`,
    `# ${kind.kind}`,
    kind.description,
    `\`${apiVersion(kind)}\`, ${kind.scope.toLowerCase()}, \`kubectl get ${kind.plural}.${kind.group}\`` +
      ` (short: ${kind.shortNames.map((name) => `\`${name}\``).join(', ')}).`,
    '## Spec',
    table(spec),
    ...ruleSection(objectSchema(kind)),
    '## Status',
    table(fields('status')),
    '',
  ].join('\n\n');
}

function fieldsOf(prefix: string, schema: JsonSchema): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}.${name}`;
    const row = { path, type: typeText(field), required: schema.required?.includes(name) ?? false, schema: field };
    return [row, ...fieldsOf(path, field), ...fieldsOf(`${path}[]`, field.items ?? {})];
  });
}

function typeText(schema: JsonSchema): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'quantity';
  if (schema.type === 'array') return `list of ${typeText(schema.items ?? {})}`;
  if (schema.additionalProperties) return `map of ${typeText(schema.additionalProperties)}`;
  if (Array.isArray(schema['enum'])) return (schema['enum'] as string[]).map((value) => `\`${value}\``).join(' or ');
  return schema['format'] === 'date-time' ? 'time' : (schema.type ?? 'any');
}

function table(fields: readonly Field[]): string {
  const rows = fields.map(({ path, type, required, schema }) =>
    [`\`${path}\``, type, defaultText(required, schema), escapeCell(schema.description ?? '')].join(' | '),
  );
  return ['Field | Type | Default | Description', '--- | --- | --- | ---', ...rows]
    .map((row) => `| ${row} |`)
    .join('\n');
}

function defaultText(required: boolean, schema: JsonSchema): string {
  if (required) return '**required**';
  return schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
}

const escapeCell = (text: string): string => text.replaceAll('|', '\\|');

function ruleSection(schema: JsonSchema): string[] {
  const messages = rulesOf(schema);
  return messages.length === 0 ? [] : ['## Rules', messages.map((message) => `- ${message}`).join('\n')];
}

function rulesOf(schema: JsonSchema): string[] {
  const own = (schema['x-kubernetes-validations'] ?? []) as readonly { readonly message: string }[];
  const inner = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return [...own.map(({ message }) => message), ...inner.flatMap(rulesOf)];
}
