import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { core } from '../../kubernetes/core-resources.ts';
import type { KubernetesObject } from '../../resources/kind.ts';
import { FRONT_PORT, JOB_LABEL } from '../../resources/job/job-names.ts';
import { entityWorkflowId } from '../../workflows/messages.ts';
import { startTestStack, type TestStack } from '../support/stack/test-stack.ts';
import { until } from '../support/until.ts';

const SAMPLES = ['docs', 'packages', 'images'] as const;
type Pod = KubernetesObject & { status?: { podIP?: string } };

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ samples: true });
}, 120_000);
afterAll(async () => {
  await stack?.close();
}, 60_000);

const upstreamOf = (name: string) => `${String(stack.stack.upstreamUrl)}/${name}/`;

async function podIp(name: string): Promise<string> {
  const { items } = await stack.stack.kubernetes.client.list<Pod>(core.pods, { labelSelector: `${JOB_LABEL}=${name}` });
  return items.map((pod) => pod.status?.podIP).find((ip) => ip !== undefined) ?? '';
}

describe('the samples of a first start', () => {
  test.each(SAMPLES)('%s is synced and equals its upstream', async (name) => {
    const job = await stack.untilJob(name, ({ status }) => status?.status === 'success');
    expect(job.status).toMatchObject({ runSeq: 1, trigger: 'created', upstream: upstreamOf(name) });
    expect(job.status?.size).toBeGreaterThan(0);
    expect(Date.parse(job.status?.nextSchedule ?? '')).toBeGreaterThan(Date.parse(job.status?.lastEnded ?? ''));
    expect(await stack.difference(name, upstreamOf(name))).toBe('');
  });

  test('kubectl shows them by their short name', async () => {
    await stack.kubectl('wait', '--for=condition=Ready', 'mirror', '--all', '--timeout=60s');
    const table = await stack.kubectl('get', 'mirrors', '-A');
    expect(table).toMatch(/NAMESPACE\s+NAME\s+STATUS\s+READY\s+UPSTREAM\s+LAST UPDATE\s+NEXT SYNC\s+SIZE\s+AGE/);
    for (const name of SAMPLES) expect(table).toMatch(new RegExp(`default\\s+${name}\\s+success\\s+True`));
  });

  test('their runs can be searched in Temporal', async () => {
    const query = `MirrorJob = "default/docs" AND WorkflowType = "syncRun" AND LastResult = "success"`;
    const run = await until('the run in the visibility store', async () => {
      for await (const execution of stack.temporal.workflow.list({ query })) return execution;
      return undefined;
    });
    expect(run.workflowId).toBe(`${entityWorkflowId('default', 'docs')}/run/1`);
    expect(run.status.name).toBe('COMPLETED');
  });

  test('the files are served by HTTP', async () => {
    const ip = await podIp('docs');
    const answer = await fetch(`http://${ip}:${FRONT_PORT}/part-0/docs-0.bin`, { signal: AbortSignal.timeout(5_000) });
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(4_000);
  });
});

describe('the CLI', () => {
  test('start --wait runs to the end and tells of it', async () => {
    const { code, stdout, stderr } = await stack.durasync('mirror', 'start', 'docs', '--wait');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout + stderr).toMatch(/success/);
    const job = await stack.job('docs');
    expect(job.status).toMatchObject({ status: 'success', runSeq: 2, trigger: 'command' });
  });

  test('logs, runs and get', async () => {
    expect((await stack.durasync('mirror', 'logs', 'docs')).stdout).toMatch(/Number of files|sent .* bytes/i);
    const { stdout } = await until('two runs in the history', async () => {
      const result = await stack.durasync('mirror', 'runs', 'docs', '-o', 'json');
      return (
        (JSON.parse(result.stdout) as unknown[] | { items: unknown[] }) && /"seq":\s*2/.test(result.stdout) && result
      );
    });
    expect(stdout).toMatch(/"seq":\s*1/);
    expect((await stack.durasync('mirror', 'get', 'docs')).stdout).toContain(upstreamOf('docs'));
    expect((await stack.durasync('mirror', 'get', 'nothing')).code).toBe(3);
  });

  test('disable holds until enable', async () => {
    expect((await stack.durasync('mirror', 'disable', 'docs')).code).toBe(0);
    await stack.untilJob('docs', ({ status }) => status?.status === 'disabled');
    const refused = await stack.durasync('mirror', 'start', 'docs', '--force');
    expect(refused.stdout + refused.stderr).toMatch(/disabled/);
    expect((await stack.durasync('mirror', 'enable', 'docs')).code).toBe(0);
    await stack.untilJob('docs', ({ status }) => status?.status === 'success');
  });
});

describe('kubectl', () => {
  test('an annotation is a command, carried out once', async () => {
    const before = (await stack.job('docs')).status?.runSeq ?? 0;
    await stack.kubectl('annotate', 'mirror', 'docs', 'mirror.durasync.dev/command=start');
    const job = await stack.untilJob(
      'docs',
      ({ status, metadata }) =>
        status?.status === 'success' && (status.runSeq ?? 0) > before && metadata.annotations === undefined,
    );
    expect(job.status?.runSeq).toBe(before + 1);
  });

  test('an edit is taken up: the new schedule stands in the status', async () => {
    await stack.kubectl('patch', 'mirror', 'docs', '--type=merge', '-p', '{"spec":{"config":{"interval":"3h"}}}');
    await stack.untilJob('docs', ({ status }) => {
      const pause = Date.parse(status?.nextSchedule ?? '') - Date.parse(status?.lastEnded ?? '');
      return pause >= 3 * 3_600_000 - 1_000 && pause <= 3 * 3_600_000 + 1_000;
    });
  });

  test.each([
    ['a misspelt field', { intervall: '3h' }, /unknown field "spec\.config\.intervall"/],
    ['a wrong value', { interval: 'soon' }, /spec\.config\.interval/],
  ])('%s is refused by name', async (_what, fields, message) => {
    const manifest = join(stack.stateDir, 'wrong.json');
    const config = { upstream: upstreamOf('docs'), ...fields };
    const job = { apiVersion: 'mirror.durasync.dev/v1', kind: 'Job', metadata: { name: 'docs' }, spec: { config } };
    await writeFile(manifest, JSON.stringify(job));
    await expect(stack.kubectl('apply', '-f', manifest)).rejects.toThrow(message);
  });

  test('a deleted Job takes its pod, claim and workflow along', async () => {
    await stack.kubectl('delete', 'mirror', 'docs', '--timeout=60s');
    const { client } = stack.stack.kubernetes;
    await until('the children to be gone', async () => {
      const lists = await Promise.all(
        [core.deployments, core.pods, core.services, core.persistentVolumeClaims].map((ref) =>
          client.list(ref, { namespace: 'default', labelSelector: `${JOB_LABEL}=docs` }),
        ),
      );
      return lists.every(({ items }) => items.length === 0);
    });
    const entity = await stack.temporal.workflow.getHandle(entityWorkflowId('default', 'docs')).describe();
    expect(entity.status.name).toBe('COMPLETED');
  });
});
