import { stringify } from 'yaml';
import { objectSchema, type JsonSchema } from '../json-schema.ts';
import type { Kind, PrinterColumn } from '../kind.ts';

/** File name of a kind's definition: `jobs.mirror.durasync.dev.yaml`. */
export const definitionFile = (kind: Kind): string => `${kind.plural}.${kind.group}.yaml`;

/** The CustomResourceDefinition of a kind as YAML. */
export function definitionYaml(kind: Kind): string {
  const body = stringify(customResourceDefinition(kind), { lineWidth: 0, aliasDuplicateObjects: false });
  return `# Generated from resources/ by \`npm run generate\`. Do not edit.\n${body}`;
}

/** The apiextensions.k8s.io/v1 object of a kind. */
export function customResourceDefinition(kind: Kind) {
  const { group, plural, singular, shortNames, categories } = kind;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, labels: { 'app.kubernetes.io/part-of': 'durasync' } },
    spec: {
      group,
      scope: kind.scope,
      names: { kind: kind.kind, listKind: `${kind.kind}List`, plural, singular, shortNames, categories },
      versions: [
        {
          name: kind.version,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: kind.printerColumns.map(printerColumn),
          schema: { openAPIV3Schema: structuralSchema(kind) },
        },
      ],
    },
  };
}

function printerColumn({ name, type, jsonPath, description, priority }: PrinterColumn) {
  return { name, type, jsonPath, ...(description && { description }), ...(priority && { priority }) };
}

/** The object's schema without what the API server itself knows of type and metadata. */
function structuralSchema(kind: Kind): JsonSchema {
  const { properties = {}, ...rest } = objectSchema(kind);
  const { spec = {}, status = {} } = properties;
  return {
    ...rest,
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: withListTypes(spec),
      status: withListTypes(status),
    },
  };
}

/** Says for every list how server-side apply merges it; a list that does not say is replaced as one. */
function withListTypes(schema: JsonSchema): JsonSchema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(schema.type === 'array' && { 'x-kubernetes-list-type': schema['x-kubernetes-list-type'] ?? 'atomic' }),
    ...(items && { items: withListTypes(items) }),
    ...(additionalProperties && { additionalProperties: withListTypes(additionalProperties) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, withListTypes(field)])),
    }),
  };
}
