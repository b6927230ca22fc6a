/** Settings of the API process. */
export interface Environment {
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** Namespace of Durasync itself, where the key for calls to workers is. */
  readonly podNamespace: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** Files, PEM. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

/** Reads the settings; throws RangeError that names the variable which is wrong. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const text = (name: string, fallback: string): string => env[name] || fallback;
  return {
    temporalAddress: text('TEMPORAL_ADDRESS', '127.0.0.1:7233'),
    temporalNamespace: text('TEMPORAL_NAMESPACE', 'default'),
    podNamespace: text('POD_NAMESPACE', 'durasync-system'),
    host: text('HTTP_ADDRESS', '127.0.0.1'),
    port: readPort(text('HTTP_PORT', '3000')),
    logLevel: text('LOG_LEVEL', 'info'),
    tls: readTls(env['TLS_CERT'], env['TLS_KEY']),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new RangeError(`HTTP_PORT must be a port number, 0 for a free one, not "${text}"`);
}

function readTls(certFile: string | undefined, keyFile: string | undefined): Environment['tls'] {
  if (!certFile && !keyFile) return undefined;
  if (certFile && keyFile) return { certFile, keyFile };
  throw new RangeError('TLS_CERT and TLS_KEY go together; only one is set');
}
