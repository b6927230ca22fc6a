import type { Environment } from '@marcbachmann/cel-js';
import { Optional } from '@marcbachmann/cel-js';
import {
  dnsLabel1035Errors,
  dnsLabelErrors,
  dnsSubdomainErrors,
  labelValueErrors,
  qualifiedNameErrors,
} from '../../../validation/names.ts';
import { addFunctions, addNamespace } from './add-functions.ts';
import { parseUrl } from './urls.ts';

/** A format values may be checked against. */
class Format {
  readonly name: string;
  readonly errors: (text: string) => readonly string[];

  constructor(name: string, errors: Format['errors']) {
    [this.name, this.errors] = [name, errors];
  }
}

/** A name others are generated from may end with a dash. */
const asPrefix =
  (errors: Format['errors']): Format['errors'] =>
  (text) =>
    errors(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -1)}a` : text);

const matching =
  (pattern: RegExp, error: string, parses: (text: string) => boolean = () => true): Format['errors'] =>
  (text) =>
    pattern.test(text) && parses(text) ? [] : [error];

const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text));

function uriErrors(text: string): string[] {
  try {
    parseUrl(text);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

const FORMATS: ReadonlyMap<string, Format> = new Map(
  Object.entries<Format['errors']>({
    dns1123Label: dnsLabelErrors,
    dns1123Subdomain: dnsSubdomainErrors,
    dns1035Label: dnsLabel1035Errors,
    qualifiedName: qualifiedNameErrors,
    dns1123LabelPrefix: asPrefix(dnsLabelErrors),
    dns1123SubdomainPrefix: asPrefix(dnsSubdomainErrors),
    dns1035LabelPrefix: asPrefix(dnsLabel1035Errors),
    labelValue: labelValueErrors,
    uri: uriErrors,
    uuid: matching(UUID, 'does not match the UUID format'),
    byte: matching(BASE64, 'invalid base64'),
    date: matching(/^\d{4}-\d\d-\d\d$/, 'invalid date', isTime),
    datetime: matching(DATE_TIME, 'invalid datetime', isTime),
  }).map(([name, errors]) => [name, new Format(name, errors)]),
);

/** Kubernetes' format library: `format.named("uuid")`, `format.uuid()`, and validate(), which gives what is wrong, if anything. */
export function addFormats(env: Environment): void {
  env.registerType('Format', Format);
  env.registerOperator('Format == Format', (a: Format, b: Format) => a.name === b.name);
  const namespace = addNamespace(env, 'format');
  const own = [...FORMATS.values()].map((format) => [`${namespace}.${format.name}(): Format`, () => format] as const);
  addFunctions(env, {
    ...Object.fromEntries(own),
    [`${namespace}.named(string): optional<Format>`]: (_: unknown, name: string) => toOptional(FORMATS.get(name)),
    'Format.validate(string): optional<list<string>>': ({ errors }: Format, text: string) => {
      const found = errors(text);
      return toOptional(found.length > 0 ? found : undefined);
    },
  });
}

const toOptional = (value: unknown): Optional => (value === undefined ? Optional.none() : Optional.of(value));
