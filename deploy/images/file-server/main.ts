import { mkdir } from 'node:fs/promises';
import { createFileServer } from './create-file-server.ts';
import { readSettings } from './settings.ts';

const { root, host, port } = readSettings(process.env);
// On a volume that the worker has not prepared yet; a read-only one says so, and then has nothing to serve.
await mkdir(root, { recursive: true }).catch(() => undefined);
const server = createFileServer({ root });
server.listen(port, host);
const stop = (): void => {
  server.close();
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 5_000).unref();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
