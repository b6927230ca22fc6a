// Plain JavaScript without dependencies, the only file here that is: it is what runs before there is anything else. It
// must work on whatever Node the user has (18 or newer), install the dependencies, and hand over to Node 24, which runs
// TypeScript as it is.
//
//   node deploy/local/bootstrap.mjs start [args…]    cli/main.ts up [args…]
//   node deploy/local/bootstrap.mjs test [args…]     the tests, with the servers they need
//   node deploy/local/bootstrap.mjs run FILE [args…] any script
//   node deploy/local/bootstrap.mjs setup            everything the above would install or build, and nothing run
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 24;
const NPM_TIMEOUT_MS = 20 * 60_000;
const PROBE_TIMEOUT_MS = 20_000;
const KEPT_OUTPUT = 16_384;
/** The supervisor of the stack mostly waits: a third less memory for a little more time at its start. */
const SMALL_HEAP = ['--max-semi-space-size=1', '--optimize-for-size'];

const root = fileURLToPath(new URL('../../', import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.durasync-lock-sha256');
const lockFile = join(root, 'package-lock.json');
const build = join(root, 'deploy', 'build', 'build.ts');
const toolchain = join(root, 'deploy', 'local', 'toolchain', 'main.ts');

/** Ends this process with a sentence for a person. */
class Failure extends Error {}

// --- Commands ----------------------------------------------------------------------------------------------------

const [command, ...args] = process.argv.slice(2);
try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Failure ? `\n${error.message}` : error);
  process.exitCode = 1;
}

async function main() {
  if (!['start', 'test', 'run', 'setup'].includes(command ?? '')) throw new Failure(usage());
  if (command === 'run' && args.length === 0) throw new Failure(usage());
  await ensureDependencies();
  const node = await findNode();
  if (command === 'run') return handOver(node, args);
  if (command === 'start') return handOver(node, [...SMALL_HEAP, join(root, 'cli', 'main.ts'), 'up', ...args]);
  if (command === 'setup') return handOver(node, [toolchain, 'start']);
  const prepared = needsServers(args) ? await handOver(node, [toolchain, 'test']) : 0;
  if (prepared !== 0) return prepared;
  const built = needsServers(args) ? await handOver(node, [build]) : 0;
  if (built !== 0) return built;
  return handOver(node, [
    '--experimental-vm-modules',
    join(modules, 'jest', 'bin', 'jest.js'),
    '--rootDir',
    root,
    ...args,
  ]);
}

function usage() {
  return 'Usage: node deploy/local/bootstrap.mjs start|test|setup [args…], or run FILE [args…]';
}

/** Unit tests and replays alone need no server, so they must not wait for one to be built. */
function needsServers(jestArgs) {
  const at = jestArgs.indexOf('--selectProjects');
  if (at < 0) return true;
  const selected = [];
  for (const arg of jestArgs.slice(at + 1)) {
    if (arg.startsWith('-')) break;
    selected.push(arg);
  }
  return selected.length === 0 || selected.some((name) => !['unit', 'replay'].includes(name));
}

// --- Dependencies ------------------------------------------------------------------------------------------------

async function ensureDependencies() {
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  if (!matchesLock()) await npmCi();
  writeFileSync(stampFile, wanted);
}

/** Whether what is installed is what the lock asks for: then somebody ran npm by hand, and all that lacks is the stamp. */
function matchesLock() {
  const installedFile = join(modules, '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const same = (a, b) => a !== undefined && a.version === b.version && a.integrity === b.integrity;
  return (
    Object.entries(installed).every(([path, entry]) => same(locked[path], entry)) &&
    Object.entries(locked).every(
      ([path, entry]) => path === '' || entry.optional || entry.devOptional || same(installed[path], entry),
    )
  );
}

async function npmCi() {
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const { code, output } = await step('Installing the npm packages (npm ci)', () =>
    capture([...npm, 'ci', '--no-audit', '--no-fund'], NPM_TIMEOUT_MS),
  );
  if (code === 0) return;
  throw new Failure(
    `Installing the npm packages failed:\n\n${npmReason(output)}\n\n` +
      'What to do: check that the npm registry is reachable (npm ping), then run the command again.',
  );
}

/** npm says first what is wrong, and then how its command is used. */
function npmReason(output) {
  const errors = output.split('\n').filter((line) => /^npm (error|ERR!) +\S/.test(line));
  return errors.length > 0 ? errors.slice(0, 12).join('\n') : lastLines(output);
}

// --- Node --------------------------------------------------------------------------------------------------------

/** This Node when it is new enough, else the one that came with the npm packages. */
async function findNode() {
  if (majorOf(process.version) >= OLDEST_NODE) return process.execPath;
  const packaged = join(modules, '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const { code, output } = await capture([packaged, '--version'], PROBE_TIMEOUT_MS);
  if (code === 0 && majorOf(output.trim()) >= OLDEST_NODE) return packaged;
  throw new Failure(
    `Durasync runs on Node ${OLDEST_NODE} or newer. This is Node ${process.version}, and the one among the npm packages does not run ` +
      `here (${process.platform} ${process.arch}):\n\n${lastLines(output)}\n\n` +
      `What to do: install Node ${OLDEST_NODE} (https://nodejs.org/en/download), or remove node_modules and run the command again.`,
  );
}

function majorOf(version) {
  return Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);
}

// --- Processes ---------------------------------------------------------------------------------------------------

/**
 * Runs Node in the foreground and answers its exit code. Signals are passed on; a signal that ends the child ends this
 * process too, so that a shell sees what really happened.
 */
function handOver(node, nodeArgs) {
  const [file, ...fileArgs] = dyingWithUs([node, ...nodeArgs]);
  const child = spawn(file, fileArgs, {
    stdio: 'inherit',
    // Programs the child calls as "node" must be this Node.
    env: { ...process.env, PATH: join(modules, '.bin') + delimiter + (process.env.PATH ?? '') },
  });
  const listeners = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, () => passOn(child, signal)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Failure(`${node} could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => {
      for (const [name, listener] of listeners) process.off(name, listener);
      if (signal !== null) process.kill(process.pid, signal);
      resolve(code ?? 128 + osConstants.signals[signal]);
    });
  });
}

/** On a terminal ^C reaches the child by itself; a second one would read as "stop at once". */
function passOn(child, signal) {
  if (signal === 'SIGINT' && process.stdin.isTTY) return;
  child.kill(signal);
}

/** Where the system can do it, the child is told to stop when this process is killed outright. */
function dyingWithUs(argv) {
  if (process.platform !== 'linux') return argv;
  const setpriv = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'setpriv'))
    .find(isExecutable);
  return setpriv === undefined ? argv : [setpriv, '--pdeathsig', 'TERM', '--', ...argv];
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a command quietly. A command that cannot be started is a result too. */
function capture(argv, timeoutMs) {
  const [file, ...fileArgs] = dyingWithUs(argv);
  return new Promise((resolve) => {
    let output = '';
    const append = (data) => {
      output = (output + data).slice(-KEPT_OUTPUT);
    };
    const child = spawn(file, fileArgs, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    child.once('error', (error) => resolve({ code: -1, output: output + error.message }));
    child.once('close', (code, signal) =>
      resolve({ code: code ?? -1, output: signal ? `${output}\nended by ${signal}` : output }),
    );
  });
}

// --- Telling the user --------------------------------------------------------------------------------------------

/** Says what runs and for how long: a counting line on a terminal, else a line now, every 30 s, and at the end. */
async function step(title, work) {
  const tty = process.stderr.isTTY === true;
  const startedAt = Date.now();
  const say = (state) => process.stderr.write(tty ? `\r\u001b[2K${title}${state}` : `${title}${state}\n`);
  const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  say(' …');
  const timer = setInterval(() => say(` … ${elapsed()}`), tty ? 1_000 : 30_000);
  const result = await work();
  clearInterval(timer);
  say(result.code === 0 ? `: done in ${elapsed()}` : `: FAILED after ${elapsed()}`);
  if (tty) process.stderr.write('\n');
  return result;
}

function lastLines(text) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-15)
    .join('\n');
}
