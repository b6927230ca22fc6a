import { afterAll, beforeAll } from '@jest/globals';
import type { TestEtcd } from '../../support/servers/test-etcd.ts';
import { startTestEtcd } from '../../support/servers/test-etcd.ts';
import { describeEventExpiry } from '../../unit/apiserver/event-expiry-suite.ts';
import { describeStore } from '../../unit/apiserver/storage/store-suite.ts';

let etcd: TestEtcd;
beforeAll(async () => void (etcd = await startTestEtcd()));
afterAll(() => etcd.stop());

// etcd takes up to 100 ms to bring a watch from the past up to date.
describeStore('etcd', async () => etcd.openStore(), 15);
// What the store's own tests leave is no object.
describeEventExpiry('etcd', async () => etcd.openStore('/events'));
