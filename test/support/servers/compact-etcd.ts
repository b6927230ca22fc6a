import { readFile } from 'node:fs/promises';
import https from 'node:https';
import type { Etcd } from '../../../deploy/local/stack/servers/index.ts';

const TIMEOUT_MS = 10_000;

/** Lets etcd forget all versions but the present one, by its JSON gateway, as `etcdctl compact` does by gRPC. */
export async function compactEtcd(etcd: Etcd): Promise<void> {
  const status = (await post(etcd, '/v3/maintenance/status', {})) as { header: { revision: string } };
  await post(etcd, '/v3/kv/compaction', { revision: status.header.revision, physical: true });
}

async function post(etcd: Etcd, route: string, body: unknown): Promise<unknown> {
  const ca = await readFile(etcd.caFile);
  return new Promise((resolve, reject) => {
    const { cert, key } = etcd.client;
    const options = { method: 'POST', ca, cert, key, timeout: TIMEOUT_MS };
    const request = https.request(etcd.url + route, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`etcd answered ${response.statusCode}: ${text}`));
      });
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}
