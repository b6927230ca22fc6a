import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jobs, type Job } from '../../resources/job/job.ts';
import { environmentOf, processesWith } from '../support/processes/processes.ts';
import { watchRsync } from '../support/processes/rsync-watch.ts';
import { startTestStack, type TestStack } from '../support/stack/test-stack.ts';
import { until } from '../support/until.ts';

/** 96 MiB at this rate take six seconds: time enough to be killed in the middle. */
const BANDWIDTH = '16Mi';
/** Within it a dead worker is noticed (heartbeat time-out 30 s) and the run ends. */
const RECOVERY_MS = 150_000;

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ samples: true });
}, 120_000);
afterAll(async () => {
  await stack?.close();
}, 60_000);

/** Of the API servers one is there. */
const API_SERVERS = ['apiserver', 'kube-apiserver'] as const;
const PARTS = ['operator', 'control-worker', 'api', 'temporal', ...API_SERVERS, 'etcd', 'node'] as const;
const VICTIMS: Readonly<Record<string, (job: string) => number[]>> = {
  'sync worker': workerPids,
  operator: () => partPids('operator'),
  'control worker': () => partPids('control-worker'),
  API: () => partPids('api'),
  'Temporal server': () => partPids('temporal'),
  'Kubernetes API server': () => API_SERVERS.flatMap(partPids),
  'node that runs the pods': () => partPids('node'),
  'all of them at once': (job) => [...PARTS.flatMap(partPids), ...workerPids(job)],
};

function partPids(name: string): number[] {
  const pid = stack.stack.pids().get(name);
  return pid === undefined ? [] : [pid];
}

function workerPids(job: string): number[] {
  const workers = processesWith((argv) => argv.some((arg) => arg.endsWith('/sync-worker.js')));
  return workers.map(({ pid }) => pid).filter((pid) => environmentOf(pid, 'JOB_NAME') === job && belongsToStack(pid));
}

const belongsToStack = (pid: number) => environmentOf(pid, 'DATA_DIR')?.startsWith(stack.stateDir) === true;

async function createJob(name: string): Promise<void> {
  const job = {
    apiVersion: 'mirror.durasync.dev/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: {
      config: { upstream: `${String(stack.stack.upstreamUrl)}/images/`, bandwidthLimit: BANDWIDTH, interval: '6h' },
      deploy: { disableFront: true, disableRsync: true },
    },
  };
  await stack.stack.kubernetes.client.create(jobs, job as unknown as Job);
}

test.each(Object.keys(VICTIMS).map((who, index) => [who, `chaos-${index}`] as const))(
  'SIGKILL of the %s in mid-run: the run ends well, once',
  async (who, name) => {
    await createJob(name);
    const rsync = watchRsync(stack.mirrorDir(name));
    await until('rsync to be under way', () => rsync.now() > 0);
    await stack.untilJob(name, ({ status }) => status?.status === 'syncing');

    const pids = VICTIMS[who]?.(name) ?? [];
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) process.kill(pid, 'SIGKILL');

    const done = await until(
      `Job ${name} to end well`,
      async () => {
        const job = await stack.job(name);
        return job.status?.status === 'success' && job;
      },
      RECOVERY_MS,
    );
    rsync.stop();
    expect(done.status?.runSeq).toBe(1);
    expect(rsync.mostAtOnce()).toBe(1);
    expect(await stack.difference(name, `${String(stack.stack.upstreamUrl)}/images/`)).toBe('');
    expect(await runsOf(name)).toEqual([`mirror/default/${name}/run/1`]);
  },
  RECOVERY_MS + 60_000,
);

/** Ids of all runs of a Job, one entry an execution: a run recorded twice would stand here twice. */
async function runsOf(name: string): Promise<string[]> {
  const query = `MirrorJob = "default/${name}" AND WorkflowType = "syncRun"`;
  return until('the finished run in the visibility store', async () => {
    const ids: string[] = [];
    for await (const run of stack.temporal.workflow.list({ query })) {
      if (run.status.name !== 'COMPLETED') return undefined;
      ids.push(run.workflowId);
    }
    return ids.length > 0 && ids;
  });
}
