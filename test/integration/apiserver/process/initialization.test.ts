import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask } from './ask.ts';
import type { ServerProcess } from './server-process.ts';
import { startProcess, stopProcesses } from './server-process.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const DEPLOYMENT = '/apis/apps/v1/namespaces/default/deployments/web';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-manifests-'));
  await mkdir(join(dir, 'manifests'));
});
afterAll(async () => {
  await stopProcesses();
  await rm(dir, { recursive: true });
});

const write = (name: string, text: string): Promise<void> => writeFile(join(dir, 'manifests', name), text);
const start = (): Promise<ServerProcess> =>
  startProcess([
    `--file-rootpath=${join(dir, 'data')}`,
    `--initialization=${join(dir, 'manifests')}`,
    '--authn-allow-localhost',
  ]);

const configMap = (name: string, value: string): string =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name} }, data: { a: "${value}" } }`;

const LISTS = `
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: List
    items: [${configMap('edited', '1')}, ${configMap('changed', '1')}]
  - ${configMap('deleted', '1')}
---
apiVersion: v1
kind: ConfigMapList
items: [{ metadata: { name: typed }, immutable: no, data: { a: "1" } }]
`;

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      enableServiceLinks: off
      containers: [{ name: main, image: busybox }]
      volumes: [{ name: v, secret: { secretName: s, defaultMode: 0400 } }]
`;

type ConfigMap = { readonly data: { a: string }; readonly metadata: { resourceVersion: string } };
const read = async (server: ServerProcess, name: string): Promise<ConfigMap> =>
  (await ask(server, 'GET', `${CONFIG_MAPS}/${name}`)).body as unknown as ConfigMap;

test('--initialization applies lists object by object, as kubectl reads YAML; a new start keeps what others changed', async () => {
  await write('10-lists.yaml', LISTS);
  await write('20-web.yml', WEB);
  await write('30-json.json', `{\n\t"apiVersion": "v1",\n\t"kind": "ConfigMap",\n\t"metadata": { "name": "json" }\n}`);
  const first = await start();
  const { body: web } = await ask(first, 'GET', DEPLOYMENT);
  const secret = { name: 'v', secret: { secretName: 's', defaultMode: 256 } };
  expect(web).toMatchObject({ spec: { template: { spec: { enableServiceLinks: false, volumes: [secret] } } } });
  expect((await ask(first, 'GET', `${CONFIG_MAPS}/json`)).status).toBe(200);
  const typed = await read(first, 'typed');
  expect(typed).toMatchObject({ immutable: false, data: { a: '1' } });
  await ask(first, 'PATCH', `${CONFIG_MAPS}/edited`, { body: { data: { a: 'mine', b: 'mine' } } });
  await ask(first, 'PATCH', `${CONFIG_MAPS}/changed`, { body: { data: { b: 'mine' } } });
  await ask(first, 'DELETE', `${CONFIG_MAPS}/deleted`);
  await first.stop();

  await write('10-lists.yaml', LISTS.replaceAll('a: "1"', 'a: "2"'));
  const second = await start();
  expect((await read(second, 'edited')).data).toEqual({ a: 'mine', b: 'mine' });
  expect((await read(second, 'changed')).data).toEqual({ a: '2', b: 'mine' });
  expect((await read(second, 'deleted')).data).toEqual({ a: '2' });
  const warning = second.log.find((line) => line.includes('10-lists.yaml')) ?? '{}';
  expect(JSON.parse(warning)).toMatchObject({
    level: 40,
    file: '10-lists.yaml',
    object: 'v1 ConfigMap default/edited',
    reason: 'Apply failed with 1 conflict: conflict with "undici" using v1: .data.a',
  });
  const before = await read(second, 'edited');
  const web2 = (await ask(second, 'GET', DEPLOYMENT)).body;
  expect(web2).toEqual(web);
  await second.stop();

  const third = await start();
  expect(await read(third, 'edited')).toEqual(before);
  await third.stop();
});
