import { describe, expect, test } from '@jest/globals';
import type { ContainerState, ContainerStatus } from '../../../deploy/local/controllers/objects/pod-status.ts';
import { resumeState } from '../../../deploy/local/node/container/run-state.ts';
import { buildPodStatus, podPhase } from '../../../deploy/local/node/pod/build-pod-status.ts';
import { podFacts } from './pod-facts.ts';

const NOW = '2026-01-01T00:00:10Z';
const THEN = '2026-01-01T00:00:00Z';

const status = (state: ContainerState, change: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name: 'main',
  image: '',
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
  lastState: {},
  ...change,
});
const ended = (exitCode: number): ContainerState => ({
  terminated: { exitCode, reason: 'x', startedAt: THEN, finishedAt: THEN },
});
const running: ContainerState = { running: { startedAt: THEN } };
const waiting: ContainerState = { waiting: { reason: 'CrashLoopBackOff' } };

describe('podPhase', () => {
  test.each([
    ['Pending', [], [waiting], false],
    ['Pending', [running], [waiting], false],
    ['Running', [ended(0)], [running], false],
    ['Running', [], [running, ended(1)], false],
    ['Succeeded', [ended(0)], [ended(0)], true],
    ['Failed', [], [ended(0), ended(2)], true],
    ['Failed', [ended(1)], [waiting], true],
  ] as const)('%s', (phase, init, containers, over) => {
    expect(
      podPhase({ init: init.map((s) => status(s)), containers: containers.map((s) => status(s)), ended: over }),
    ).toBe(phase);
  });

  test('a container that waits after a crash has run', () => {
    expect(podPhase({ init: [], containers: [status(waiting, { lastState: ended(1) })], ended: false })).toBe(
      'Running',
    );
  });
});

describe('buildPodStatus', () => {
  test('keeps the time of unchanged conditions and the conditions of others', () => {
    const { pod, podIP, hostIP } = podFacts();
    const conditions = [
      { type: 'example.com/gate', status: 'True' as const },
      { type: 'PodScheduled', status: 'True' as const, lastTransitionTime: THEN },
      { type: 'Ready', status: 'False' as const, lastTransitionTime: THEN },
    ];
    const inputs = {
      pod: { ...pod, status: { conditions } },
      podIP,
      hostIP,
      startTime: THEN,
      init: [],
      containers: [status(running, { ready: true })],
      ended: false,
    };
    const result = buildPodStatus(inputs, NOW);
    const times = Object.fromEntries((result.conditions ?? []).map((c) => [c.type, [c.status, c.lastTransitionTime]]));
    expect(times).toEqual({
      'example.com/gate': ['True', undefined],
      PodScheduled: ['True', THEN],
      Initialized: ['True', NOW],
      ContainersReady: ['True', NOW],
      Ready: ['True', NOW],
    });
  });
});

describe('after a restart of the node', () => {
  test('a container that was running counts as killed and restarts once more', () => {
    const { run } = resumeState(status(running, { restartCount: 2 }), 'Always', NOW);
    expect(run.restartCount).toBe(3);
    expect(run.lastState.terminated).toMatchObject({
      exitCode: 137,
      reason: 'NodeRestarted',
      startedAt: THEN,
      finishedAt: NOW,
    });
  });

  test('a container that never ran begins at zero', () => {
    expect(resumeState(status({ waiting: {} }), 'Always', NOW).run).toMatchObject({ restartCount: 0, lastState: {} });
  });

  test.each([
    ['Never', running, 137],
    ['Never', ended(0), 0],
    ['OnFailure', ended(0), 0],
    ['OnFailure', ended(1), undefined],
    ['OnFailure', running, undefined],
    ['Always', ended(0), undefined],
  ] as const)('policy %s with %j: over with %s', (policy, state, exitCode) => {
    const { run, over } = resumeState(status(state, { restartCount: 4 }), policy, NOW);
    expect(over?.exitCode).toBe(exitCode);
    // The count names the log file, so it stays with a container that is over.
    expect(run.restartCount).toBe(exitCode === undefined ? 5 : 4);
  });
});
