import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';

/** What is wrong with a path such as `.spec.replicas`, as far as definitions are asked. */
export const simplePathErrors = (path: string, field: string): FieldError[] =>
  path.startsWith('.') ? [] : [invalid(field, path, 'must be a simple json path starting with .')];
