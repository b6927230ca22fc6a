import type { Environment } from '@marcbachmann/cel-js';
import { accepts, addFunctions } from './add-functions.ts';

/** A version after semver 2.0.0; what comes after + says nothing about order. */
class Semver {
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly string[];

  constructor(numbers: readonly bigint[], prerelease: readonly string[]) {
    this.numbers = numbers;
    this.prerelease = prerelease;
  }
}

const PATTERN =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

function parseSemver(text: string): Semver {
  const match = PATTERN.exec(text);
  if (!match) throw new Error(`could not parse ${JSON.stringify(text)} as a semantic version`);
  return new Semver(match.slice(1, 4).map(BigInt), match[4]?.split('.') ?? []);
}

/** Takes `v1.2` and `1.02.3` as well. */
function parseTolerant(text: string): Semver {
  const [, numbers = '', rest = ''] = /^\s*v?([\d.]*)(.*?)\s*$/.exec(text) ?? [];
  const parts = numbers.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  while (parts.length < 3 && rest === '') parts.push('0');
  return parseSemver(parts.join('.') + rest);
}

function compare(a: Semver, b: Semver): bigint {
  for (const [index, number] of a.numbers.entries()) {
    const other = b.numbers[index] ?? 0n;
    if (number !== other) return number < other ? -1n : 1n;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) {
    return BigInt(Number(b.prerelease.length > 0) - Number(a.prerelease.length > 0));
  }
  for (const [index, part] of a.prerelease.entries()) {
    const order = comparePart(part, b.prerelease[index]);
    if (order !== 0n) return order;
  }
  return a.prerelease.length < b.prerelease.length ? -1n : 0n;
}

function comparePart(a: string, b: string | undefined): bigint {
  if (b === undefined) return 1n;
  if (a === b) return 0n;
  const [isNumber, isOther] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber !== isOther) return isNumber ? -1n : 1n;
  const isLess = isNumber ? BigInt(a) < BigInt(b) : a < b;
  return isLess ? -1n : 1n;
}

/** Kubernetes' semver library. */
export function addSemver(env: Environment): void {
  env.registerType('Semver', Semver);
  env.registerOperator('Semver == Semver', (a: Semver, b: Semver) => compare(a, b) === 0n);
  const parse = (text: string, tolerant: boolean): Semver => (tolerant ? parseTolerant(text) : parseSemver(text));
  const part =
    (index: number) =>
    ({ numbers }: Semver): bigint =>
      numbers[index] ?? 0n;
  addFunctions(env, {
    'semver(string): Semver': parseSemver,
    'semver(string, bool): Semver': parse,
    'isSemver(string): bool': accepts(parseSemver),
    'isSemver(string, bool): bool': (text: string, tolerant: boolean) =>
      accepts((value: string) => parse(value, tolerant))(text),
    'Semver.major(): int': part(0),
    'Semver.minor(): int': part(1),
    'Semver.patch(): int': part(2),
    'Semver.compareTo(Semver): int': compare,
    'Semver.isLessThan(Semver): bool': (a: Semver, b: Semver) => compare(a, b) < 0n,
    'Semver.isGreaterThan(Semver): bool': (a: Semver, b: Semver) => compare(a, b) > 0n,
  });
}
