/** Checks of names as apimachinery's util/validation makes them; each returns what is wrong, in its words. */
type NameCheck = (value: string) => string[];

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${QUALIFIED})?`;
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const WILDCARD = `\\*\\.${SUBDOMAIN}`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';

const matcher = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

const PATTERNS = {
  label: matcher(LABEL),
  label1035: matcher(LABEL_1035),
  subdomain: matcher(SUBDOMAIN),
  wildcard: matcher(WILDCARD),
  qualified: matcher(QUALIFIED),
  value: matcher(VALUE),
  configKey: matcher(CONFIG_KEY),
};

function regexError(text: string, pattern: string, ...examples: readonly string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${text} (e.g. ${shown}regex used for validation is '${pattern}')`;
}

const tooLong = (length: number): string => `must be no more than ${length} characters`;

export const dnsLabelErrors: NameCheck = (value) => [
  ...(value.length > 63 ? [tooLong(63)] : []),
  ...(PATTERNS.label.test(value)
    ? []
    : PATTERNS.subdomain.test(value)
      ? ['must not contain dots']
      : [
          regexError(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
            LABEL,
            'my-name',
            '123-abc',
          ),
        ]),
];

export const dnsLabel1035Errors: NameCheck = (value) => [
  ...(value.length > 63 ? [tooLong(63)] : []),
  ...(PATTERNS.label1035.test(value)
    ? []
    : [
        regexError(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
          LABEL_1035,
          'my-name',
          'abc-123',
        ),
      ]),
];

export const dnsSubdomainErrors: NameCheck = (value) => [
  ...(value.length > 253 ? [tooLong(253)] : []),
  ...(PATTERNS.subdomain.test(value)
    ? []
    : [
        regexError(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
          SUBDOMAIN,
          'example.com',
        ),
      ]),
];

export const wildcardSubdomainErrors: NameCheck = (value) => [
  ...(value.length > 253 ? [tooLong(253)] : []),
  ...(PATTERNS.wildcard.test(value)
    ? []
    : [
        regexError(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
          WILDCARD,
          '*.example.com',
        ),
      ]),
];

/** Names that are only a segment of a path, such as roles'. */
export const pathSegmentErrors: NameCheck = (value) => {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((illegal) => value.includes(illegal)).map((illegal) => `may not contain '${illegal}'`);
};

export const configKeyErrors: NameCheck = (value) => [
  ...(value.length > 253 ? [tooLong(253)] : []),
  ...(PATTERNS.configKey.test(value)
    ? configKeyPathErrors(value)
    : [
        regexError(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
          CONFIG_KEY,
          'key.name',
          'KEY_NAME',
          'key-name',
        ),
      ]),
];

function configKeyPathErrors(value: string): string[] {
  if (value === '.') return ["must not be '.'"];
  if (value === '..') return ["must not be '..'"];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}

const QUALIFIED_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** Keys of labels and annotations, finalizers. */
export const qualifiedNameErrors: NameCheck = (value) => {
  const parts = value.split('/');
  if (parts.length > 2) {
    const text = regexError(QUALIFIED_TEXT, QUALIFIED, 'MyName', 'my.name', '123-abc');
    return [`a qualified name ${text} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1) ?? '';
  return [...(parts.length === 2 ? prefixErrors(parts[0] ?? '') : []), ...namePartErrors(name)];
};

function prefixErrors(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return dnsSubdomainErrors(prefix).map((error) => `prefix part ${error}`);
}

function namePartErrors(name: string): string[] {
  const pattern = PATTERNS.qualified.test(name)
    ? []
    : [`name part ${regexError(QUALIFIED_TEXT, QUALIFIED, 'MyName', 'my.name', '123-abc')}`];
  if (name === '') return ['name part must be non-empty', ...pattern];
  return name.length > 63 ? [`name part ${tooLong(63)}`, ...pattern] : pattern;
}

export const labelValueErrors: NameCheck = (value) => [
  ...(value.length > 63 ? [tooLong(63)] : []),
  ...(PATTERNS.value.test(value)
    ? []
    : [
        regexError(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          VALUE,
          'MyValue',
          'my_value',
          '12345',
        ),
      ]),
];
