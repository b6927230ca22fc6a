#!/usr/bin/env node
// Plain JavaScript that any Node from 18 on can run: it finds a Node that is new enough and hands over to the CLI.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = 24;
const local = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = local('../dist/cli.js');
const entry = existsSync(built) ? built : local('./main.ts');

if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) {
  process.getBuiltinModule('node:module').enableCompileCache?.();
  await import(pathToFileURL(entry).href);
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
  const child = spawn(node, [local('./durasync.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
  // On a terminal the child gets the signal by itself; it decides what it means.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
