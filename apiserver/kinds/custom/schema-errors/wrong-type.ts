import type { FieldError } from '../../../errors/index.ts';
import { invalid, required } from '../../../errors/index.ts';
import type { SchemaPlace } from './walk-schema.ts';

/** A mark that only schemas of one type may have. */
export function wrongTypeErrors({ schema: { type }, path }: SchemaPlace, wanted: string, mark: string): FieldError[] {
  if (type === wanted) return [];
  const detail = `must be ${wanted} if ${mark}`;
  return [type ? invalid(`${path}.type`, type, detail) : required(`${path}.type`, detail)];
}
