import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../../operator/settings.ts';

describe('the settings', () => {
  test('have a default each', () => {
    expect(readSettings({}, '1.2.3')).toMatchObject({
      temporal: { address: 'localhost:7233', namespace: 'default' },
      workerTemporalAddress: 'localhost:7233',
      podNamespace: 'durasync-system',
      http: { host: '127.0.0.1', port: 8081 },
      watchNamespace: undefined,
      resyncMs: 600_000,
      controllers: ['*'],
      images: { worker: 'durasync/sync-worker:1.2.3' },
      logLevel: 'info',
    });
  });

  test('may tell workers another address of Temporal', () => {
    const settings = readSettings({ TEMPORAL_ADDRESS: 'a:1', WORKER_TEMPORAL_ADDRESS: 'b:2' }, '1');
    expect([settings.temporal.address, settings.workerTemporalAddress]).toEqual(['a:1', 'b:2']);
  });

  test.each([
    ['HTTP_PORT', 'x'],
    ['HTTP_PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['RESYNC_SECONDS', '0'],
    ['RESYNC_SECONDS', '10m'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => readSettings({ [name]: value }, '1')).toThrow(name);
  });
});
