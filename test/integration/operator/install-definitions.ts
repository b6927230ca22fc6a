import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'yaml';
import { core } from '../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';

interface Definition extends KubernetesObject {
  status?: { conditions?: { type: string; status: string; message: string }[] };
}

const folder = join(import.meta.dirname, '../../../deploy/crds');

/**
 * Applies every file of deploy/crds and waits until all are served.
 * @throws Error when the API server finds a schema that is not structural, or one is not served within 30 s
 */
export async function installDefinitions(client: KubernetesClient): Promise<void> {
  for (const file of await readdir(folder)) {
    const body = parse(await readFile(join(folder, file), 'utf8')) as Definition;
    const key = { name: body.metadata.name };
    await client.patch(core.customResourceDefinitions, key, { type: 'apply', body, force: true });
    await established(client, key.name);
  }
}

async function established(client: KubernetesClient, name: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await setTimeout(50)) {
    const { status } = await client.get<Definition>(core.customResourceDefinitions, { name });
    const holding = (status?.conditions ?? []).filter((condition) => condition.status === 'True');
    const bad = holding.find(({ type }) => type === 'NonStructuralSchema');
    if (bad) throw new Error(`${name}: ${bad.message}`);
    if (holding.some(({ type }) => type === 'Established')) return;
  }
  throw new Error(`${name} is not served after 30 s`);
}
