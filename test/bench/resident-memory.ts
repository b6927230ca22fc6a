import { readFileSync } from 'node:fs';

/** Resident and proportional (shared pages split among their users) memory of a process, MiB; from /proc. */
export function residentMemory(pid: number): { readonly rss: number; readonly pss: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN);
  return { rss: kib('Rss') / 1024, pss: kib('Pss') / 1024 };
}
