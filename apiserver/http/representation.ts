import { badRequest } from '../errors/index.ts';
import type { ApiRequest } from './api-request.ts';
import type { IncludeObject, Representation } from './media-type.ts';
import { negotiate } from './media-type.ts';

const INCLUDED: readonly string[] = ['Metadata', 'Object', 'None'] satisfies IncludeObject[];

/**
 * How a request wants objects shown; see `negotiate`.
 * @throws StatusError 406, 400 for a Table with something else in its rows than there is
 */
export function representationOf(
  { headers, query }: Pick<ApiRequest, 'headers' | 'query'>,
  offered: readonly Representation['as'][],
): Representation {
  const representation = negotiate(headers.accept, offered);
  const includeObject = query.get('includeObject');
  if (representation.as !== 'Table' || !includeObject) return representation;
  if (INCLUDED.includes(includeObject)) return { ...representation, includeObject: includeObject as IncludeObject };
  const error = `Invalid value: ${JSON.stringify(includeObject)}: must be 'Metadata', 'Object', 'None', or empty`;
  throw badRequest(`Unable to convert to Table as requested: includeObject: ${error}`);
}
