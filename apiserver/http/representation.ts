import { badRequest } from '../errors/index.ts';
import type { ApiRequest } from './api-request.ts';
import type { Representation } from './media-type.ts';
import { negotiate } from './media-type.ts';

const ROW_OBJECTS: readonly (string | null)[] = ['Metadata', 'None', 'Object'];

/**
 * How a client wants objects shown; of a Table also what its rows hold, by `includeObject`.
 * @param offered transformations possible here
 * @throws StatusError 406, and 400 for an option of Tables that is none
 */
export function representationOf(
  { headers, query }: Pick<ApiRequest, 'headers' | 'query'>,
  offered: readonly Representation['as'][],
): Representation {
  const chosen = negotiate(headers.accept, offered);
  const wanted = query.get('includeObject') ?? '';
  if (chosen.as !== 'Table' || wanted === '') return chosen;
  if (ROW_OBJECTS.includes(wanted)) return { ...chosen, rowObject: wanted as NonNullable<Representation['rowObject']> };
  const problem = `Invalid value: ${JSON.stringify(wanted)}: must be 'Metadata', 'Object', 'None', or empty`;
  throw badRequest(`Unable to convert to Table as requested: includeObject: ${problem}`);
}
