/** Where the objects of the bench are. */
export const NAMESPACE = 'bench';
export const CONFIG_MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
export const JOBS = `/apis/mirror.durasync.dev/v1/namespaces/${NAMESPACE}/jobs`;

const KEYS = 6;
const VALUE = 'Bytes of a configuration, as plain text, that nobody reads but everybody keeps. ';

/** A ConfigMap that is 1.9 KB as it is served. @param mark told in its data */
export function configMap(name: string, mark: string): string {
  const labels = { app: 'bench', tier: name.slice(-1) };
  const values = Array.from({ length: KEYS }, (_, index) => [`file-${index}.conf`, VALUE.repeat(2)]);
  const data = { mark, ...(Object.fromEntries(values) as Record<string, string>) };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: NAMESPACE, labels },
    data,
  });
}

/** A mirror, the project's own kind. */
export function job(name: string): string {
  const spec = { config: { upstream: 'rsync://127.0.0.1:8873/docs/', interval: '10m', desc: 'Handbooks' } };
  const metadata = { name, namespace: NAMESPACE };
  return JSON.stringify({ apiVersion: 'mirror.durasync.dev/v1', kind: 'Job', metadata, spec });
}

/** A status as a running sync patches it. */
export function jobStatus(bytes: number): string {
  const updatedAt = new Date().toISOString().replace(/\.\d+/, '');
  const progress = { phase: 'transferring', bytes, totalBytes: 1e9, files: bytes, rate: 1e6, updatedAt };
  return JSON.stringify({ status: { status: 'syncing', lastStarted: updatedAt, runSeq: 1, attempt: 1, progress } });
}
