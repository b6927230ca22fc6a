import type { FieldError } from '../../errors/index.ts';
import type { Schema } from '../../schema/schema.ts';
import { ruleDefinitionErrors } from './rule-definition-errors.ts';
import { defaultErrors, defaultRuleErrors } from './schema-errors/default-errors.ts';
import { formErrors } from './schema-errors/form-errors.ts';
import { rootErrors } from './schema-errors/root-errors.ts';
import { structuralErrors } from './schema-errors/structural-errors.ts';
import { isReadable, unreadable } from './schema-errors/unsupported-fields.ts';
import type { WrittenSchema } from './schema-errors/walk-schema.ts';

/**
 * What is wrong with the schema of a definition's version (apiextensions, structural schemas and rules).
 * @param hasStatus whether the version has the subresource status
 */
export function schemaDefinitionErrors(schema: Schema, path: string, hasStatus: boolean): FieldError[] {
  const written = schema as WrittenSchema;
  const root = { schema: written, path, isRoot: true };
  const canBeRead = isReadable(root);
  const structure = canBeRead ? structuralErrors(written, path) : [];
  const errors = [
    ...rootErrors(written, path, hasStatus),
    ...structure,
    ...(canBeRead && structure.length === 0 ? defaultErrors(schema, path) : []),
    ...formErrors(root),
  ];
  if (errors.length > 0) return errors;
  if (!canBeRead) return [unreadable(path)];
  // Only a schema of the right form has types rules can be checked against.
  const rules = ruleDefinitionErrors(schema, path);
  return rules.length > 0 ? rules : defaultRuleErrors(schema, path);
}
