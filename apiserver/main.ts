import { Command, CommanderError, Option } from 'commander';
import { pino } from 'pino';
import { UsageError } from './errors/usage-error.ts';
import type { ServerFlags } from './flags.ts';
import { readFlags } from './flags.ts';
import { openServer } from './open-server.ts';

/** Wrong usage, as distinct from a failure at work. */
const EXIT_USAGE = 2;

const program = new Command('apiserver')
  .description('A standalone Kubernetes-style API server')
  .exitOverride()
  .addOption(new Option('--backend <kind>', 'where objects are stored').choices(['file', 'etcd']).default('file'))
  .option('--file-rootpath <dir>', 'folder of the file backend')
  .option('--etcd-servers <urls>', 'URLs of etcd, separated by commas')
  .option('--etcd-cafile <file>', 'certificate authority of etcd')
  .option('--etcd-certfile <file>', 'client certificate for etcd')
  .option('--etcd-keyfile <file>', 'its key')
  .option('--bind-address <address>', 'address to listen on', '127.0.0.1')
  .option('--port <port>', 'port to listen on', '6080')
  .option('--tls-cert-file <file>', 'serve HTTPS with this certificate')
  .option('--tls-private-key-file <file>', 'its key')
  .option('--cert-dir <dir>', 'serve HTTPS with a certificate made in this folder')
  .option('--client-ca-file <file>', 'users by certificates of this authority: common name, organisations as groups')
  .option('--token-auth-file <file>', 'users: lines of token,user,uid,"groups"')
  .option('--authn-allow-localhost [bool]', 'no credentials needed from this machine', 'false')
  .addOption(
    new Option('--authorization-mode <mode>', 'who may do what').choices(['AlwaysAllow', 'RBAC']).default('RBAC'),
  )
  .option(
    '--enable-admission-plugins <names>',
    'ServiceAccount, StorageObjectInUseProtection: both need controllers',
    '',
  )
  .option(
    '--service-account-key-file <file>',
    'key of service-account tokens, made if it is missing; default beside the objects',
  )
  .option('--service-account-issuer <url>', 'issuer of those tokens')
  .option('--kubelet-client-certificate <file>', 'client certificate for nodes')
  .option('--kubelet-client-key <file>', 'its key')
  .option('--kubelet-certificate-authority <file>', "certificate authority of nodes' certificates")
  .option('--kubelet-preferred-address-types <list>', 'kinds of node addresses, those to take first')
  .option('--kubectl-disabled [bool]', 'refuse kubectl', 'false')
  .option('--kubectl-ephemeral-token [bool]', 'kubectl needs a token of POST /ephemeral-token', 'false')
  .option('--audit-log-path <file>', 'append an audit.k8s.io/v1 Event for each request, level Metadata')
  .option('--audit-log-maxsize <MiB>', 'put the audit log aside before it gets larger; 0: never', '100')
  .option('--audit-log-maxbackup <number>', 'how many that were put aside are kept; 0: all', '10')
  .option('--initialization <dir>', 'apply the manifests of this folder, in order of path, at the start')
  .option('--unrestricted-update [bool]', 'let an update change the status too', 'false')
  .option(
    '--compaction-interval <duration>',
    'how long history is kept at least, half of what it is at most; default 5m',
  )
  .option('--event-ttl <duration>', 'how long events live after their last write; 0s: for ever', '1h')
  .option(
    '--request-timeout <duration>',
    'how long a request may take, and a watch lasts by itself, such as 60m',
    '30m',
  )
  .option('--max-requests-inflight <number>', 'reads at once, without watches and logs; 0: no bound', '400')
  .option('--max-mutating-requests-inflight <number>', 'writes at once; 0: no bound', '200')
  .option('--shutdown-delay-duration <duration>', 'how long to answer still, not ready, when told to stop', '0s')
  .option('-v, --verbosity <level>', '0 to 10: from 4 on each request is logged', '2');

try {
  // klog's flags are written so: -v=4.
  program.parse(process.argv.map((word) => word.replace(/^-v=/, '-v')));
  const flags = readFlags(program.opts<ServerFlags>());
  const logger = pino({ level: flags.logLevel }, pino.destination(2));
  const server = await openServer(flags, logger);
  logger.info({ url: server.url }, 'serving');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`${(error as Error).message}\n`);
  // Not when nothing is open any more: whatever still is must not keep alive what failed.
  process.exit(exitCodeOf(error));
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  return error instanceof UsageError ? EXIT_USAGE : 1;
}
