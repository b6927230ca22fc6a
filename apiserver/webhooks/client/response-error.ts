const TEXTS: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
};

const SHOWN_CHARACTERS = 2048;

/** Why an answer is no success, in the words Kubernetes' clients have for it (apimachinery, NewGenericServerResponse). */
export function describeResponseError(status: number, body: string): string {
  const shown = body.trim().slice(0, SHOWN_CHARACTERS) || 'unknown';
  if (status === 403 || status === 415) return shown;
  const text = TEXTS[status];
  if (text) return text;
  return status >= 500
    ? `an error on the server (${JSON.stringify(shown)}) has prevented the request from succeeding`
    : `the server responded with the status code ${status} but did not return more information`;
}
