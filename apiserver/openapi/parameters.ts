export type Parameter = { readonly name: string; readonly in: 'query' | 'path'; readonly type: string };

const query = (name: string, type = 'string'): Parameter => ({ name, in: 'query', type });

export const WRITE: readonly Parameter[] = [query('dryRun'), query('fieldManager'), query('fieldValidation')];
export const FORCE: Parameter = query('force', 'boolean');
export const SELECT: readonly Parameter[] = [
  query('continue'),
  query('fieldSelector'),
  query('labelSelector'),
  query('limit', 'integer'),
  query('resourceVersion'),
  query('resourceVersionMatch'),
  query('sendInitialEvents', 'boolean'),
  query('timeoutSeconds', 'integer'),
];
export const LIST: readonly Parameter[] = [
  query('allowWatchBookmarks', 'boolean'),
  ...SELECT,
  query('watch', 'boolean'),
];
export const DELETE: readonly Parameter[] = [
  query('dryRun'),
  query('gracePeriodSeconds', 'integer'),
  query('orphanDependents', 'boolean'),
  query('propagationPolicy'),
];

export const LOG: readonly Parameter[] = [
  query('container'),
  query('follow', 'boolean'),
  query('insecureSkipTLSVerifyBackend', 'boolean'),
  query('limitBytes', 'integer'),
  query('previous', 'boolean'),
  query('sinceSeconds', 'integer'),
  query('stream'),
  query('tailLines', 'integer'),
  query('timestamps', 'boolean'),
];

const STREAMS = [
  query('container'),
  query('stderr', 'boolean'),
  query('stdin', 'boolean'),
  query('stdout', 'boolean'),
  query('tty', 'boolean'),
];
/** Of connections to a pod, by their subresources. */
export const CONNECTION: Readonly<Record<string, readonly Parameter[]>> = {
  attach: STREAMS,
  exec: [query('command'), ...STREAMS],
  portforward: [query('ports', 'integer')],
};

export const NAMESPACE: Parameter = { name: 'namespace', in: 'path', type: 'string' };
export const NAME: Parameter = { name: 'name', in: 'path', type: 'string' };
