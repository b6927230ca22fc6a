import { afterAll } from '@jest/globals';
import { useStore } from '../../unit/apiserver/own-server.ts';
import type { TestEtcd } from './test-etcd.ts';
import { startTestEtcd } from './test-etcd.ts';

/** A setupFilesAfterEnv: the file's servers keep their objects in an etcd of the file's own (compaction is for all of it). */
let etcd: Promise<TestEtcd> | undefined;
useStore(async () => (await (etcd ??= startTestEtcd())).openStore());
afterAll(async () => (await etcd)?.stop());
