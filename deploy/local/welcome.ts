import { join, relative } from 'node:path';
import { shellQuote } from './shell-quote.ts';
import type { Stack } from './stack/start-stack.ts';

/** Where the CLI looks for the stack by itself, as seen from the folder it is called in. */
const DEFAULT_STATE_DIR = '.durasync';

/** What the text is about. */
export type WelcomeFacts = {
  readonly stack: Pick<Stack, 'apiUrl' | 'upstreamUrl' | 'kubectl'> & {
    readonly temporal: Pick<Stack['temporal'], 'address' | 'uiUrl'>;
    readonly kubernetes: Pick<Stack['kubernetes'], 'adminKubeconfig' | 'adminToken'>;
  };
  /** Absolute path of the state folder. */
  readonly stateDir: string;
  /** The folder that paths are shown from. */
  readonly cwd: string;
  /** How long the start took. */
  readonly seconds: number;
};

/** The last lines that `durasync up` prints: where everything is, and what to try that works as it is written. */
export function welcome({ stack, stateDir, cwd, seconds }: WelcomeFacts): string {
  const { apiUrl, temporal, kubernetes, upstreamUrl } = stack;
  const path = (absolute: string): string => relative(cwd, absolute) || '.';
  const ui = temporal.uiUrl === null ? '' : `, UI ${temporal.uiUrl}`;
  return [
    '',
    `Durasync is ready after ${seconds.toFixed(1)} s.`,
    `  REST API      ${apiUrl}   (description: ${apiUrl}/openapi.json)`,
    `  Temporal      ${temporal.address}${ui}`,
    `  kubeconfig    ${path(kubernetes.adminKubeconfig)}`,
    ...(upstreamUrl === null ? [] : [`  sample data   ${upstreamUrl}/`]),
    `  logs          ${path(join(stateDir, 'logs'))}`,
    '',
    'Try, in another terminal:',
    ...connection({ stack, stateDir, cwd }).map((line) => `  ${line}`),
    ...commands(stack, path).map((line) => `  ${line}`),
    '',
    'Ctrl-C stops everything; nothing is lost.',
  ].join('\n');
}

/** What the CLI must be told where it does not find the stack, or has no token of the cluster. */
function connection({ stack, stateDir, cwd }: Omit<WelcomeFacts, 'seconds'>): string[] {
  const isFound = relative(cwd, stateDir) === DEFAULT_STATE_DIR;
  const server = isFound ? [] : [`export DURASYNC_SERVER=${shellQuote(stack.apiUrl)}`];
  if (stack.kubernetes.adminToken === null) {
    return [
      ...server,
      'export DURASYNC_TOKEN=$(kubectl create token ACCOUNT)   # an account that may read and write mirrors',
    ];
  }
  const tokenFile = join(stateDir, 'credentials', 'admin.token');
  return isFound ? [] : [...server, `export DURASYNC_TOKEN_FILE=${shellQuote(tokenFile)}`];
}

function commands(
  { kubectl, kubernetes, upstreamUrl }: WelcomeFacts['stack'],
  path: (absolute: string) => string,
): string[] {
  const program = kubectl === 'kubectl' ? kubectl : shellQuote(path(kubectl));
  const watch = `${program} --kubeconfig ${shellQuote(path(kubernetes.adminKubeconfig))} get mirrors -A --watch`;
  if (upstreamUrl !== null)
    return [watch, 'npx durasync mirror start images --wait', 'npx durasync mirror logs packages'];
  return [
    watch,
    'npx durasync mirror create debian --upstream rsync://ftp.example.org/debian/',
    'npx durasync mirror start debian --wait',
  ];
}
