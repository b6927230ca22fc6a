/** Checks of ports as apimachinery's util/validation makes them; each returns what is wrong, in its words. */

const LARGEST = 65_535;
const NAME_LENGTH = 15;

export const portNumberErrors = (value: number): string[] =>
  value >= 1 && value <= LARGEST ? [] : [`must be between 1 and ${LARGEST}, inclusive`];

const NAME_RULES: readonly { readonly holds: RegExp; readonly text: string }[] = [
  { holds: /^[-a-z0-9]+$/, text: 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)' },
  { holds: /[a-z]/, text: 'must contain at least one letter (a-z)' },
  { holds: /^(?!.*--)/, text: 'must not contain consecutive hyphens' },
  { holds: /^(?!-)(?:.*[^-])?$/, text: 'must not begin or end with a hyphen' },
];

/** The name of a container's port (IANA_SVC_NAME). */
export const portNameErrors = (value: string): string[] => [
  ...(value.length > NAME_LENGTH ? [`must be no more than ${NAME_LENGTH} characters`] : []),
  ...NAME_RULES.filter(({ holds }) => !holds.test(value)).map(({ text }) => text),
];

/** An IntOrString that names a port. */
export const portErrors = (value: unknown): string[] =>
  typeof value === 'number' ? portNumberErrors(value) : portNameErrors(String(value));
