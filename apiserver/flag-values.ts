import { UsageError } from './errors/usage-error.ts';
import { goDurationMs } from './object/go-duration.ts';

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

/** Bounds of a duration, both inclusive, in Go's notation. */
type Bounds = { readonly min: string; readonly max: string };

/** Go's notation, such as 1h30m. @returns milliseconds @throws UsageError */
export function parseDuration(flag: string, text: string, { min, max }: Bounds): number {
  const ms = goDurationMs(text);
  if (ms === undefined) throw new UsageError(`${flag}: ${JSON.stringify(text)} is no duration`);
  if (ms >= (goDurationMs(min) ?? 0) && ms <= (goDurationMs(max) ?? 0)) return ms;
  throw new UsageError(`${flag}: ${JSON.stringify(text)} is not from ${min} to ${max}`);
}

const SERVER_URL = /^https?:\/\/(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/i;

/** URLs of hosts and ports, separated by commas. @throws UsageError */
export function parseServers(flag: string, text: string): string[] {
  const servers = text.split(',').map((server) => server.trim().replace(/\/$/, ''));
  const bad = servers.find((server) => !SERVER_URL.test(server) || !URL.canParse(server));
  if (bad === undefined) return servers;
  throw new UsageError(`${flag}: ${JSON.stringify(bad)} is no URL such as http://host:2379`);
}
