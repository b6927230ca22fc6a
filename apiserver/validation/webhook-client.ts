import type { FieldError } from '../errors/index.ts';
import { invalid, required } from '../errors/index.ts';
import { dnsLabel1035Errors, dnsSubdomainErrors } from './names.ts';

/** Where a webhook is: exactly one of `url` and `service` (admissionregistration and apiextensions, WebhookClientConfig). */
export type WebhookClientConfig = {
  readonly url?: string;
  readonly service?: WebhookService;
  /** PEM in base64; without it the system's roots are trusted. */
  readonly caBundle?: string;
};

export type WebhookService = {
  readonly namespace: string;
  readonly name: string;
  readonly path?: string;
  /** Default 443. */
  readonly port?: number;
};

/** What is wrong with where a webhook is. */
export function webhookClientErrors(config: WebhookClientConfig, path: string): FieldError[] {
  const { url, service } = config;
  if ((url === undefined) === (service === undefined)) {
    return [required(path, 'exactly one of url or service is required')];
  }
  return service ? serviceErrors(service, `${path}.service`) : urlErrors(url ?? '', `${path}.url`);
}

const FORM = '; desired format: https://host[/path]';

function urlErrors(text: string, path: string): FieldError[] {
  const parts = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(text);
  const [, scheme = '', authority = '', , query = '', fragment = ''] = parts ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  return [
    ...(scheme.toLowerCase() === 'https'
      ? []
      : [invalid(path, scheme, `'https' is the only allowed URL scheme${FORM}`)]),
    ...(host === '' ? [invalid(path, '', `host must be specified${FORM}`)] : []),
    ...(at >= 0 ? [invalid(path, authority.slice(0, at), 'user information is not permitted in the URL')] : []),
    ...(fragment ? [invalid(path, fragment, 'fragments are not permitted in the URL')] : []),
    ...(query ? [invalid(path, query, 'query parameters are not permitted in the URL')] : []),
  ];
}

/** kube-apiserver confuses the two fields: a missing namespace is told as a missing name. */
function serviceErrors(
  { name, namespace, port = 443, path: urlPath = '' }: WebhookService,
  path: string,
): FieldError[] {
  const isPort = Number.isInteger(port) && port > 0 && port < 65_536;
  return [
    ...(namespace ? [] : [required(`${path}.name`)]),
    ...(name ? [] : [required(`${path}.namespace`)]),
    ...(isPort ? [] : [invalid(`${path}.port`, port, 'port is not valid: must be between 1 and 65535, inclusive')]),
    ...pathErrors(urlPath, `${path}.path`),
  ];
}

function pathErrors(urlPath: string, path: string): FieldError[] {
  if (urlPath === '' || urlPath === '/') return [];
  if (urlPath === '//') return [invalid(path, urlPath, 'segment[0] may not be empty')];
  const segments = urlPath.slice(1).replace(/\/$/, '').split('/');
  return [
    ...(urlPath.startsWith('/') ? [] : [invalid(path, urlPath, "must start with a '/'")]),
    ...segments.flatMap((segment, index) => {
      const problems = segment === '' ? [' may not be empty'] : dnsSubdomainErrors(segment).map((text) => `: ${text}`);
      return problems.map((text) => invalid(path, urlPath, `segment[${index}]${text}`));
    }),
  ];
}

const REVIEW_VERSIONS = ['v1', 'v1beta1'];

/** What is wrong with the versions of reviews a webhook takes. @param missing what to say of an empty list */
export function reviewVersionErrors(versions: readonly string[], path: string, missing: string): FieldError[] {
  if (versions.length === 0) return [required(path, missing)];
  const each = versions.flatMap((version, index) => {
    const isRepeated = versions.indexOf(version) < index;
    const problems = isRepeated ? ['duplicate version'] : dnsLabel1035Errors(version);
    return problems.map((text) => invalid(`${path}[${index}]`, version, text));
  });
  if (versions.some((version) => REVIEW_VERSIONS.includes(version))) return each;
  return [...each, invalid(path, versions, `must include at least one of ${REVIEW_VERSIONS.join(', ')}`)];
}
