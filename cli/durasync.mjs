#!/usr/bin/env node
// Plain JavaScript that any Node from 18 on can run: it finds a Node that is new enough and hands over to the CLI.

const OLDEST_NODE = 24;
const local = (path) => new URL(path, import.meta.url);
// An import statement would evaluate every export of node:fs, streams and promises too: 10 ms at each start.
const { existsSync } = process.getBuiltinModule?.('node:fs') ?? (await import('node:fs'));

if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) {
  process.getBuiltinModule('node:module').enableCompileCache?.();
  const built = local('../dist/cli.js');
  await import((existsSync(built) ? built : local('./main.ts')).href);
} else {
  await handOver(local('../node_modules/.bin/node'));
}

async function handOver(node) {
  if (!existsSync(node)) {
    console.error(
      `Durasync runs on Node ${OLDEST_NODE} or newer; this is ${process.version}.\n` +
        'What to do: run `npm start` once, which brings its own, or install a newer one from https://nodejs.org.',
    );
    process.exit(1);
  }
  const { spawn } = await import('node:child_process');
  const { fileURLToPath } = await import('node:url');
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(fileURLToPath(node), args, { stdio: 'inherit' });
  // On a terminal the child gets the signal by itself; it decides what it means.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
