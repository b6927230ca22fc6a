import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { DefinitionVersion } from './definition.ts';

const MAX_BYTES = 256;

/** What is wrong with the warning of a deprecated version. */
export function deprecationErrors(
  { deprecated, deprecationWarning: text }: DefinitionVersion,
  path: string,
): FieldError[] {
  if (text === undefined) return [];
  const details = deprecated ? textErrors(text) : ['can only be set for deprecated versions'];
  return details.map((detail) => invalid(`${path}.deprecationWarning`, text, detail));
}

function textErrors(text: string): string[] {
  const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(text);
  const index = unprintable ? Buffer.byteLength(text.slice(0, unprintable.index)) : -1;
  const found = `must only contain printable UTF-8 characters; non-printable character found at index ${index}`;
  return [
    ...(Buffer.byteLength(text) > MAX_BYTES ? [`must be <= ${MAX_BYTES} characters long`] : []),
    ...(text === '' ? ['must not be an empty string'] : []),
    ...(index >= 0 ? [found] : []),
  ];
}
