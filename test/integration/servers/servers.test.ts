import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { resolveKubectl, silentProgress } from '../../../deploy/local/toolchain/index.ts';
import { defaultSearchAttributes } from '../../../deploy/local/stack/servers/index.ts';

const kubeconfig = process.env['DURASYNC_TEST_KUBECONFIG'] ?? '';
const temporalAddress = process.env['DURASYNC_TEST_TEMPORAL'] ?? '';

async function kubectl(...args: string[]): Promise<string> {
  const binary = await resolveKubectl({ env: process.env, progress: silentProgress });
  const { stdout } = await promisify(execFile)(binary, ['--kubeconfig', kubeconfig, ...args], { timeout: 30_000 });
  return stdout.trim();
}

describe('the servers of a test run', () => {
  it('give kubectl an administrator', async () => {
    expect(await kubectl('auth', 'can-i', '*', '*')).toBe('yes');
  });

  it('create pods without a controller manager', async () => {
    await kubectl('run', 'no-account', '--image=none');
    expect(await kubectl('get', 'pod', 'no-account', '-o', 'jsonpath={.status.phase}')).toBe('Pending');
    await kubectl('delete', 'pod', 'no-account', '--now');
  });

  it('sign service-account tokens', async () => {
    await kubectl('create', 'serviceaccount', 'reader');
    expect((await kubectl('create', 'token', 'reader')).split('.')).toHaveLength(3);
  });

  it('have the namespace and every search attribute', async () => {
    const connection = await Connection.connect({ address: temporalAddress });
    try {
      const { executions } = await connection.workflowService.listWorkflowExecutions({
        namespace: 'default',
        query: 'MirrorJob = "none" AND NextSyncAt > "2026-01-01T00:00:00Z" AND Bytes > 1',
      });
      expect(executions).toEqual([]);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
      expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(defaultSearchAttributes)));
    } finally {
      await connection.close();
    }
  });
});
