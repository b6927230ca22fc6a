import { UsageError } from './errors/usage-error.ts';

/** @throws UsageError */
export function parseInteger(flag: string, text: string, maximum: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= 0 && value <= maximum) return value;
  throw new UsageError(`${flag}: ${JSON.stringify(text)} is not a number from 0 to ${maximum}`);
}

/** @throws UsageError */
export function parseBoolean(flag: string, value: string | boolean): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new UsageError(`${flag}: ${JSON.stringify(value)} is neither true nor false`);
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Go's notation, such as 1h30m. @returns milliseconds @throws UsageError */
export function parseDuration(flag: string, text: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) throw new UsageError(`${flag}: ${JSON.stringify(text)} is no duration`);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0), 0);
}

/** @throws UsageError also for less than a second, which would be busy with nothing else */
export function parseInterval(flag: string, text: string): number {
  const ms = parseDuration(flag, text);
  if (ms < 1000) throw new UsageError(`${flag}: ${JSON.stringify(text)} is less than 1s`);
  return ms;
}

const SERVER_URL = /^https?:\/\/(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/i;

/** URLs of hosts and ports, separated by commas. @throws UsageError */
export function parseServers(flag: string, text: string): string[] {
  const servers = text.split(',').map((server) => server.trim().replace(/\/$/, ''));
  const bad = servers.find((server) => !SERVER_URL.test(server) || !URL.canParse(server));
  if (bad === undefined) return servers;
  throw new UsageError(`${flag}: ${JSON.stringify(bad)} is no URL such as http://host:2379`);
}
