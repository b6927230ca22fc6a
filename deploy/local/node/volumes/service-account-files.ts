import path from 'node:path';
import type { VolumeFiles } from './write-volume.ts';

/** What a pod needs to reach the API server. */
export interface ServiceAccountInputs {
  /** Folder that the files go to, as the pod sees it. */
  readonly folder: string;
  readonly token: string;
  readonly namespace: string;
  readonly apiServer: { readonly url: string; readonly ca: string };
}

/** The files of a service account mount, and a kubeconfig that reads the token file again as it is renewed. */
export function serviceAccountFiles({ folder, token, namespace, apiServer }: ServiceAccountInputs): VolumeFiles {
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'local', cluster: { server: apiServer.url, 'certificate-authority': path.join(folder, 'ca.crt') } },
    ],
    users: [{ name: 'pod', user: { tokenFile: path.join(folder, 'token') } }],
    contexts: [{ name: 'local', context: { cluster: 'local', user: 'pod', namespace } }],
    'current-context': 'local',
  };
  const file = (text: string): { data: Buffer; mode: number } => ({ data: Buffer.from(text), mode: 0o600 });
  return new Map([
    ['token', file(token)],
    ['ca.crt', file(apiServer.ca)],
    ['namespace', file(namespace)],
    // JSON is YAML, and needs no writer.
    ['kubeconfig', file(`${JSON.stringify(kubeconfig, null, 2)}\n`)],
  ]);
}
