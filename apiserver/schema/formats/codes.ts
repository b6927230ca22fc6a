const matches =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

/** @param version 3, 4 or 5; any if absent. Dashes may be left out. */
export function isUuid(version?: 3 | 4 | 5): (text: string) => boolean {
  const variant = version === undefined || version === 3 ? '[0-9a-f]' : '[89ab]';
  const third = `${version ?? '[0-9a-f]'}[0-9a-f]{3}`;
  return matches(new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${third}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`, 'i'));
}

export const isObjectId = matches(/^[0-9a-f]{24}$/i);
export const isHexColor = matches(/^#?([0-9a-f]{3}|[0-9a-f]{6})$/i);
export const isSsn = (text: string): boolean => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text);

const SHADE = String.raw`[\t\n\f\r ]*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])[\t\n\f\r ]*`;
export const isRgbColor = matches(new RegExp(`^rgb\\(${SHADE},${SHADE},${SHADE}\\)$`));

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Base64 with its padding; not empty. */
export const isBase64 = (text: string): boolean => text.length % 4 === 0 && BASE64.test(text);

const withoutDashes = (text: string): string => text.replace(/[\t\n\f\r -]+/g, '');
const digitsOf = (text: string): number[] => [...text].map((digit) => (digit === 'X' ? 10 : Number(digit)));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export function isIsbn10(text: string): boolean {
  const code = withoutDashes(text);
  return /^\d{9}[\dX]$/.test(code) && sum(digitsOf(code).map((digit, index) => digit * (index + 1))) % 11 === 0;
}

export function isIsbn13(text: string): boolean {
  const code = withoutDashes(text);
  return (
    /^\d{13}$/.test(code) && sum(digitsOf(code).map((digit, index) => digit * (index % 2 === 0 ? 1 : 3))) % 10 === 0
  );
}

const CARD =
  /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11})$/;

/** A card's number, whatever stands between its digits. */
export function isCreditCard(text: string): boolean {
  const digits = text.replace(/[^0-9]+/g, '');
  if (!CARD.test(digits)) return false;
  const weighted = digitsOf(digits)
    .reverse()
    .map((digit, index) => (index % 2 === 0 ? digit : digit * 2))
    .map((value) => (value > 9 ? value - 9 : value));
  return sum(weighted) % 10 === 0;
}
