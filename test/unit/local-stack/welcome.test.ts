import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { welcome, type WelcomeFacts } from '../../../deploy/local/welcome.ts';

const facts = (more: Partial<WelcomeFacts['stack']> = {}, stateDir = '/home/me/.durasync'): WelcomeFacts => ({
  stack: {
    apiUrl: 'http://127.0.0.1:3000',
    upstreamUrl: 'rsync://127.0.0.1:8873',
    kubectl: 'kubectl',
    temporal: { address: '127.0.0.1:7233', uiUrl: 'http://127.0.0.1:8233' },
    kubernetes: { adminKubeconfig: `${stateDir}/kubeconfig`, adminToken: 'secret' },
    ...more,
  },
  stateDir,
  cwd: '/home/me',
  seconds: 4.2,
});

test('in the usual folder the CLI finds the stack by itself', () => {
  const text = welcome(facts());
  expect(text).toContain('kubectl --kubeconfig .durasync/kubeconfig get mirrors -A --watch');
  expect(text).toContain('npx durasync mirror start images --wait');
  expect(text).not.toMatch(/export|secret/);
});

test('elsewhere the CLI is told where the stack and its token are', () => {
  const text = welcome(facts({}, '/home/me/mirrors'));
  expect(text).toContain('export DURASYNC_SERVER=http://127.0.0.1:3000');
  expect(text).toContain('export DURASYNC_TOKEN_FILE=/home/me/mirrors/credentials/admin.token');
});

test('in a cluster of the user’s it names no sample, and says where a token comes from', () => {
  const kubernetes = { adminKubeconfig: '/home/me/.kube/config', adminToken: null };
  const text = welcome(facts({ upstreamUrl: null, kubernetes }));
  expect(text).toContain('--kubeconfig .kube/config');
  expect(text).toMatch(/DURASYNC_TOKEN=\$\(kubectl create token/);
  expect(text).toContain('npx durasync mirror create debian');
  expect(text).not.toMatch(/images|packages|sample/);
});

test('the lines to try are what a shell takes for the same paths, whatever is in them', () => {
  const stateDir = "/home/me/it's my $HOME";
  const lines = welcome(facts({ kubectl: `${stateDir}/kubectl` }, stateDir)).split('\n');
  const words = (line = '', before = ':'): string[] =>
    execFileSync('/bin/sh', ['-c', `${before}; for word in ${line}; do echo "$word"; done`], { encoding: 'utf8' })
      .trimEnd()
      .split('\n');
  const program = "it's my $HOME/kubectl";
  expect(words(lines.find((line) => line.includes('--kubeconfig'))).slice(0, 3)).toEqual([
    program,
    '--kubeconfig',
    "it's my $HOME/kubeconfig",
  ]);
  const exported = lines.find((line) => line.includes('DURASYNC_TOKEN_FILE'));
  expect(words('"$DURASYNC_TOKEN_FILE"', exported)).toEqual([`${stateDir}/credentials/admin.token`]);
});
