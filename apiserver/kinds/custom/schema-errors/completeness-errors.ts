import type { FieldError } from '../../../errors/index.ts';
import { required } from '../../../errors/index.ts';
import type { WrittenSchema } from './walk-schema.ts';
import { isSchema, JUNCTORS } from './walk-schema.ts';

type Place = { readonly schema: WrittenSchema | undefined; readonly path: string };

/** Fields and items that junctors at the root speak of and that are declared nowhere else. */
export const completenessErrors = (schema: WrittenSchema, path: string): FieldError[] =>
  junctorErrors({ schema, path }, { schema, path });

/** @param nested a schema within a junctor @param own what it is about */
function junctorErrors(nested: Place, own: Place): FieldError[] {
  const { schema = {}, path } = nested;
  const { not } = schema;
  return [
    ...JUNCTORS.flatMap((name) =>
      (schema[name] ?? []).flatMap((child, index) =>
        undeclared({ schema: child, path: `${path}.${name}[${index}]` }, own),
      ),
    ),
    ...(not ? undeclared({ schema: not, path: `${path}.not` }, own) : []),
  ];
}

function undeclared(nested: Place, own: Place): FieldError[] {
  const { schema, path } = nested;
  if (!schema) return [];
  if (!own.schema) return [required(own.path, `because it is defined in ${path}`)];
  const { properties = {}, items } = own.schema;
  const below = (child: WrittenSchema, name: string, field: WrittenSchema | undefined): FieldError[] =>
    undeclared({ schema: child, path: `${path}.${name}` }, { schema: field, path: `${own.path}.${name}` });
  return [
    ...junctorErrors(nested, own),
    ...(isSchema(schema.items) ? below(schema.items, 'items', isSchema(items) ? items : undefined) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
      below(child, `properties[${name}]`, Object.hasOwn(properties, name) ? properties[name] : undefined),
    ),
  ];
}
