import { describe, expect, test } from '@jest/globals';
import type { Container } from '../../../deploy/local/controllers/objects/pod.ts';
import {
  containerEnvironment,
  environmentSources,
} from '../../../deploy/local/node/container/container-environment.ts';
import { podFacts } from './pod-facts.ts';

const sources = {
  configMaps: new Map([['settings', { A: '1', 'bad name': 'x' }]]),
  secrets: new Map([['login', { password: 'hunter2' }]]),
};

const container: Container = {
  name: 'main',
  resources: { limits: { cpu: '1500m', memory: '64Mi' } },
  envFrom: [{ prefix: 'P_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'none', optional: true } }],
  env: [
    { name: 'FIRST', value: 'one' },
    { name: 'SECOND', value: '$(FIRST)-two $(P_A) $(LATER)' },
    { name: 'LATER', value: 'x' },
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } },
    { name: 'ABSENT', valueFrom: { secretKeyRef: { name: 'login', key: 'no', optional: true } } },
    { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'TIER', valueFrom: { fieldRef: { fieldPath: "metadata.labels['tier']" } } },
    { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'CPUS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
    { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
  ],
};

describe('containerEnvironment', () => {
  test('resolves every kind of source in order', () => {
    expect(Object.fromEntries(containerEnvironment(container, podFacts(), sources))).toEqual({
      P_A: '1',
      FIRST: 'one',
      SECOND: 'one-two 1 $(LATER)',
      LATER: 'x',
      PASSWORD: 'hunter2',
      IP: '127.77.0.9',
      TIER: 'front',
      NODE: 'local',
      CPUS: '2',
      MEMORY: '64',
    });
  });

  test('names what is missing', () => {
    const missing =
      (env: Container['env']): (() => unknown) =>
      () =>
        containerEnvironment({ name: 'c', env: env ?? [] }, podFacts(), sources);
    expect(missing([{ name: 'X', valueFrom: { secretKeyRef: { name: 'gone', key: 'k' } } }])).toThrow(
      'secret "gone" not found',
    );
    expect(missing([{ name: 'X', valueFrom: { configMapKeyRef: { name: 'settings', key: 'k' } } }])).toThrow(
      "couldn't find key k in configmap settings",
    );
    expect(missing([{ name: 'X', valueFrom: { fieldRef: { fieldPath: 'spec.nope' } } }])).toThrow('spec.nope');
  });

  test('lists the objects that a container needs', () => {
    expect(environmentSources(container)).toEqual({ configMaps: ['settings'], secrets: ['none', 'login'] });
  });
});
