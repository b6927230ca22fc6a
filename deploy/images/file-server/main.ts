import { mkdir } from 'node:fs/promises';
import { pino } from 'pino';
import { createFileServer } from './create-file-server.ts';
import { readSettings } from './settings.ts';

const { root, host, port, logLevel } = readSettings(process.env);
const logger = pino({ name: 'file-server', level: logLevel, base: null });
// On a volume that the worker has not prepared yet; a read-only one says so, and then has nothing to serve.
await mkdir(root, { recursive: true }).catch(() => undefined);
const server = createFileServer({ root, logger });
server.listen(port, host, () => logger.info({ root, host, port }, 'the mirror is served'));
const stop = (): void => {
  server.close();
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 5_000).unref();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
