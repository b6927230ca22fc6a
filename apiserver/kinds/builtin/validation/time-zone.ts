const NAME = /^[A-Za-z.\-_]{1,14}(?:\/[A-Za-z0-9.\-_+]{1,14})*$|^[A-Za-z0-9+\-_]{1,14}$/;

/** What is wrong with the name of a time zone (batch/v1, validateTimeZone). */
export function timeZoneErrors(name: string): string[] {
  if (name.toLowerCase() === 'local') {
    return ['timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'];
  }
  return NAME.test(name) && isKnown(name) ? [] : [`unknown time zone ${name}`];
}

function isKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
