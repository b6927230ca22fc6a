import { Cron } from 'croner';

/**
 * First time of a cron schedule strictly after a moment, as people read it on the wall clock of the zone: a time that
 * the clock skips in spring fires at the end of the gap, one that it repeats in autumn fires once.
 * @param cron five fields
 * @param timeZone IANA name
 * @param after milliseconds since the epoch
 * @returns milliseconds since the epoch; null when the schedule never fires again
 * @throws Error when the schedule or the time zone cannot be read
 */
export function nextCronTime(cron: string, timeZone: string, after: number): number | null {
  const schedule = new Cron(cron, { timezone: timeZone, paused: true, mode: '5-part' });
  return schedule.nextRun(new Date(after))?.getTime() ?? null;
}
