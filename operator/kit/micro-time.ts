/** RFC 3339 with microseconds: the API refuses Lease and Event times with fewer digits. */
export function microTime(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}
