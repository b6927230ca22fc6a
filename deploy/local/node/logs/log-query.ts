/** What a caller of `/containerLogs` wants; the names are those of PodLogOptions. */
export interface LogQuery {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  /** Only lines from this time on, milliseconds since 1970. */
  readonly sinceMs: number | undefined;
}

/** Reads the query. @throws RangeError when a number is none */
export function parseLogQuery(parameters: URLSearchParams, now: number): LogQuery {
  const flag = (name: string): boolean => ['true', '1'].includes(parameters.get(name) ?? '');
  const sinceSeconds = count(parameters, 'sinceSeconds');
  const sinceTime = parameters.get('sinceTime');
  const time = sinceTime === null ? undefined : Date.parse(sinceTime);
  if (Number.isNaN(time)) throw new RangeError('sinceTime is not an RFC 3339 time');
  return {
    follow: flag('follow'),
    previous: flag('previous'),
    timestamps: flag('timestamps'),
    tailLines: count(parameters, 'tailLines'),
    limitBytes: count(parameters, 'limitBytes'),
    sinceMs: sinceSeconds === undefined ? time : now - sinceSeconds * 1000,
  };
}

function count(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new RangeError(`${name} is not a whole number`);
  return Number(text);
}
