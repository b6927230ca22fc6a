import type { IncomingMessage } from 'node:http';
import { badRequest, internalError, StatusError } from '../errors/index.ts';

/** What of a node's complaint is read. */
const TEXT_LIMIT = 50_000;

/** What a node says that refuses a request. */
export async function readComplaint(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= TEXT_LIMIT) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, TEXT_LIMIT);
}

type Known = { readonly reason: string; readonly message: string };

/** Of answers that say nothing of their own (apimachinery, NewGenericServerResponse). */
const KNOWN: Readonly<Record<number, Known>> = {
  401: { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  405: { reason: 'MethodNotAllowed', message: 'the server does not allow this method on the requested resource' },
  409: { reason: 'Conflict', message: 'the server reported a conflict' },
  429: {
    reason: 'TooManyRequests',
    message: 'the server has received too many requests and has asked us to try again later',
  },
  503: { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' },
  504: {
    reason: 'Timeout',
    message: 'the server was unable to return a response in the time allotted, but may still be processing the request',
  },
};

/** The Status for a node's answer that is no success. @param subject such as `pods/log web` */
export function nodeFailure(code: number, text: string, of: { resource: string; name: string }): StatusError {
  if (code === 500) return internalError(text);
  if (code === 400) return badRequest(text);
  const { reason, message } = describe(code, text);
  const details = { name: of.name, kind: of.resource };
  return new StatusError(code, reason, `${message} ( ${of.resource} ${of.name})`, details);
}

function describe(code: number, text: string): Known {
  if (code === 403) return { reason: 'Forbidden', message: text };
  const known = KNOWN[code];
  if (known) return known;
  if (code < 500) {
    const message = `the server responded with the status code ${code} but did not return more information`;
    return { reason: '', message };
  }
  const message = `an error on the server (${JSON.stringify(text)}) has prevented the request from succeeding`;
  return { reason: 'InternalError', message };
}
