import type { CliContext } from '../cli-context.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { ApiClient, LogPart } from '../http/api-client.ts';
import { parseJobRef, type JobRef } from '../http/job-ref.ts';
import { connect, type CommonOptions } from './common-options.ts';

export interface LogOptions extends CommonOptions, LogPart {
  readonly follow?: boolean;
}

/** `durasync mirror logs NAME`. Answers the exit code. */
export async function showLog(context: CliContext, name: string, options: LogOptions): Promise<number> {
  const api = connect(context, options);
  const ref = parseJobRef(name, options.namespace);
  const { run, tail } = options;
  const part: LogPart = { ...(run !== undefined && { run }), ...(tail !== undefined && { tail }) };
  const complete = options.follow ? await followLog(context, api, ref, part) : await copyLog(context, api, ref, part);
  if (complete) return EXIT.ok;
  throw new CliError('The log broke off; what is shown is not all.', {
    exitCode: EXIT.unreachable,
    hint: 'Run the command again; logs go on from the worker’s disk.',
  });
}

async function followLog({ out }: CliContext, api: ApiClient, ref: JobRef, part: LogPart): Promise<boolean> {
  for await (const event of api.followLog(ref, part)) {
    if (event.type === 'end') return true;
    out.text(event.text);
  }
  return false;
}

async function copyLog({ out }: CliContext, api: ApiClient, ref: JobRef, part: LogPart): Promise<boolean> {
  const response = await api.log(ref, part);
  try {
    for await (const text of response.setEncoding('utf8') as AsyncIterable<string>) out.text(text);
    return true;
  } catch {
    return false;
  }
}
