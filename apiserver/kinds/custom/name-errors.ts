import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import { dnsLabel1035Errors } from '../../validation/names.ts';
import type { DefinitionNames } from './definition.ts';

/** What is wrong with the names of a definition. @param at where they stand */
export function nameErrors(names: DefinitionNames, at: string): FieldError[] {
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  return [
    ...labelErrors(plural, `${at}.plural`),
    ...(singular ? labelErrors(singular, `${at}.singular`) : []),
    ...kindErrors(kind, `${at}.kind`),
    ...(listKind ? kindErrors(listKind, `${at}.listKind`) : []),
    ...(kind === listKind ? [invalid(`${at}.listKind`, listKind, 'kind and listKind may not be the same')] : []),
    ...shortNames.flatMap((name, index) => labelErrors(name, `${at}.shortNames[${index}]`)),
    ...categories.flatMap((name, index) => labelErrors(name, `${at}.categories[${index}]`)),
  ];
}

function labelErrors(name: string, field: string): FieldError[] {
  const problems = dnsLabel1035Errors(name).join(',');
  return problems ? [invalid(field, name, problems)] : [];
}

function kindErrors(kind: string, field: string): FieldError[] {
  const problems = dnsLabel1035Errors(kind.toLowerCase()).join(',');
  if (!problems) return [];
  return [invalid(field, kind, `may have mixed case, but should otherwise match: ${problems}`)];
}
