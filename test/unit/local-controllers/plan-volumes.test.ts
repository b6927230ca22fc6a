import { describe, expect, test } from '@jest/globals';
import { isOwnFolder, localVolume } from '../../../deploy/local/controllers/volumes/local-volume.ts';
import { planVolumes, type VolumeState } from '../../../deploy/local/controllers/volumes/plan-volumes.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../deploy/local/controllers/objects/storage.ts';
import type { Pod } from '../../../deploy/local/controllers/objects/pod.ts';

const ROOT = '/state/volumes';

const claim = (change: Partial<PersistentVolumeClaim> = {}, metadata = {}): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'demo', uid: 'c-1', ...metadata },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } }, storageClassName: 'local' },
  ...change,
});
const volume = localVolume(claim(), [], ROOT, 'Delete');
const inPhase = (phase: string, change: Partial<PersistentVolume> = {}): PersistentVolume => ({
  ...volume,
  status: { phase },
  ...change,
});
const bound = claim({ spec: { ...claim().spec, volumeName: 'pvc-c-1' } });
const user: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'demo' },
  spec: { containers: [], volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] },
};

const steps = (state: Partial<VolumeState>): string[] =>
  planVolumes({ claims: [], volumes: [], pods: [], root: ROOT, policy: 'Delete', ...state }).map((step) =>
    'phase' in step ? `${step.do} ${step.phase}` : step.do,
  );

describe('planVolumes', () => {
  test('a claim becomes a bound folder step by step', () => {
    expect(steps({ claims: [claim()] })).toEqual(['provision']);
    expect(steps({ claims: [claim()], volumes: [volume] })).toEqual(['bind', 'volumePhase Bound']);
    expect(steps({ claims: [bound], volumes: [inPhase('Bound')] })).toEqual(['claimPhase Bound']);
    const status = { phase: 'Bound', capacity: { storage: '5Gi' } };
    expect(steps({ claims: [{ ...bound, status }], volumes: [inPhase('Bound')] })).toEqual([]);
  });

  test('a claim that asks for more gets it, first in the volume, then in its own status', () => {
    const resources = { requests: { storage: '8Gi' } };
    const more = {
      ...bound,
      spec: { ...bound.spec, resources },
      status: { phase: 'Bound', capacity: { storage: '5Gi' } },
    };
    expect(steps({ claims: [more], volumes: [inPhase('Bound')] })).toEqual(['grow']);
    const grown = inPhase('Bound', { spec: { ...volume.spec, capacity: { storage: '8Gi' } } });
    expect(steps({ claims: [more], volumes: [grown] })).toEqual(['claimPhase Bound']);
    expect(steps({ claims: [more], volumes: [inPhase('Bound', { metadata: { name: 'pvc-c-1' } })] })).toEqual([]);
  });

  test('a claim of another class waits for a volume made by hand', () => {
    const manual = claim({ spec: { storageClassName: '' } });
    expect(steps({ claims: [manual] })).toEqual([]);
    const spec = { ...volume.spec, claimRef: { namespace: 'demo', name: 'data' } };
    const named = { ...manual, spec: { ...manual.spec, volumeName: 'pvc-c-1' } };
    expect(steps({ claims: [manual], volumes: [inPhase('Available', { spec })] })).toEqual(['bind']);
    expect(steps({ claims: [named], volumes: [inPhase('Available', { spec })] })).toEqual(['reserve']);
  });

  test("another claim's volume is never taken", () => {
    const spec = { ...volume.spec, claimRef: { namespace: 'demo', name: 'data', uid: 'older' } };
    expect(
      steps({
        claims: [bound],
        volumes: [inPhase('Released', { spec: { ...spec, persistentVolumeReclaimPolicy: 'Retain' } })],
      }),
    ).toEqual([]);
  });

  test('data is reclaimed only once the claim is gone, the policy says Delete and the folder is ours', () => {
    expect(steps({ volumes: [inPhase('Bound')] })).toEqual(['volumePhase Released', 'reclaim']);
    expect(
      steps({ volumes: [inPhase('Released', { spec: { ...volume.spec, persistentVolumeReclaimPolicy: 'Retain' } })] }),
    ).toEqual([]);
    expect(steps({ volumes: [inPhase('Released', { metadata: { name: 'x' } })] })).toEqual([]);
    expect(
      steps({
        claims: [{ ...bound, metadata: { ...bound.metadata, deletionTimestamp: 'now' } }],
        volumes: [inPhase('Bound')],
      }),
    ).toEqual([]);
  });

  test('a deleted claim waits for its pods, finished ones excepted', () => {
    const deleted = claim({}, { deletionTimestamp: 'now', finalizers: ['kubernetes.io/pvc-protection'] });
    expect(steps({ claims: [deleted], pods: [user] })).toEqual([]);
    expect(steps({ claims: [deleted], pods: [{ ...user, status: { phase: 'Succeeded' } }] })).toEqual([
      'unprotectClaim',
    ]);
    expect(steps({ claims: [deleted] })).toEqual(['unprotectClaim']);
  });

  test('a bound claim whose volume is gone is lost', () => {
    expect(steps({ claims: [{ ...bound, status: { phase: 'Bound' } }] })).toEqual(['claimPhase Lost']);
  });
});

describe('folders', () => {
  test('a kept folder is never given to a later claim of the same name', () => {
    const later = claim({}, { uid: '12345678-9' });
    expect(localVolume(later, [volume], ROOT, 'Delete').spec.hostPath?.path).toBe('/state/volumes/demo/data-12345678');
    expect(localVolume(claim(), [volume], ROOT, 'Delete').spec.hostPath?.path).toBe('/state/volumes/demo/data');
  });

  test.each(['/state/volumes', '/state/volumes/demo', '/state/volumes/../../etc/x', '/etc', '/state/volumes/a/b/c'])(
    '%s is not to be deleted',
    (path) => {
      expect(isOwnFolder({ ...volume, spec: { ...volume.spec, hostPath: { path } } }, ROOT)).toBe(false);
    },
  );

  test('a volume made here is', () => {
    expect(isOwnFolder(volume, ROOT)).toBe(true);
  });
});
