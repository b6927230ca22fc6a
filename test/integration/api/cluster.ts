import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { core } from '../../../kubernetes/core-resources.ts';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { jobs } from '../../../resources/job/job.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';
import { installDefinitions } from '../operator/install-definitions.ts';

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
  readonly resourceNames?: string[];
}

const rbac = 'rbac.authorization.k8s.io';
const clusterKind = (plural: string, kind: string) =>
  ({ group: rbac, version: 'v1', plural, kind, namespaced: false }) as const;
const clusterRoles = clusterKind('clusterroles', 'ClusterRole');
const clusterRoleBindings = clusterKind('clusterrolebindings', 'ClusterRoleBinding');

export const onJobs = (verbs: string[], resources = ['jobs']): Rule => ({
  apiGroups: [jobs.group],
  resources,
  verbs,
});

/** What api/README.md says the API's account needs, and no more. */
const apiRules: readonly Rule[] = [
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  onJobs(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']),
  { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
  { apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['durasync-worker-token'] },
];

/** A namespace of a test in the real cluster, with people who hold real tokens. */
export class TestCluster {
  readonly namespace = `api-${randomUUID().slice(0, 8)}`;
  readonly admin: KubernetesClient;
  readonly #kubeconfig: string;

  private constructor(kubeconfig: string) {
    this.#kubeconfig = kubeconfig;
    this.admin = createKubernetesClient({ kubeconfig });
  }

  static async open(): Promise<TestCluster> {
    const cluster = new TestCluster(process.env['DURASYNC_TEST_KUBECONFIG'] ?? '');
    await installDefinitions(cluster.admin);
    await cluster.admin.create(core.namespaces, object('v1', 'Namespace', { name: cluster.namespace }));
    return cluster;
  }

  /** A client with the rights of the API's account only. */
  async apiClient(): Promise<KubernetesClient> {
    const name = `${this.namespace}-server`;
    const token = await this.serviceAccount('server');
    const meta = { name };
    await this.admin.create(clusterRoles, {
      ...object(`${rbac}/v1`, 'ClusterRole', meta),
      rules: apiRules,
    } as KubernetesObject);
    await this.admin.create(clusterRoleBindings, {
      ...object(`${rbac}/v1`, 'ClusterRoleBinding', meta),
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', namespace: this.namespace, name: 'server' }],
    } as KubernetesObject);
    const config = JSON.parse(await readFile(this.#kubeconfig, 'utf8')) as { users: { user: unknown }[] };
    const users = config.users.map((user) => ({ ...user, user: { token } }));
    const directory = await mkdtemp(join(tmpdir(), 'durasync-api-'));
    const file = join(directory, 'kubeconfig');
    await writeFile(file, JSON.stringify({ ...config, users }), { mode: 0o600 });
    const client = createKubernetesClient({ kubeconfig: file });
    // It was read; no token is left behind.
    await rm(directory, { recursive: true });
    return client;
  }

  /** A token of a new service account that has these rights in the test's namespace. */
  async user(name: string, rules: readonly Rule[]): Promise<string> {
    const { namespace } = this;
    const meta = { name, namespace };
    const token = await this.serviceAccount(name);
    await this.admin.create(core.roles, { ...object(`${rbac}/v1`, 'Role', meta), rules } as KubernetesObject);
    await this.admin.create(core.roleBindings, {
      ...object(`${rbac}/v1`, 'RoleBinding', meta),
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', namespace, name }],
    } as KubernetesObject);
    return token;
  }

  async serviceAccount(name: string): Promise<string> {
    const { namespace } = this;
    await this.admin.create(core.serviceAccounts, object('v1', 'ServiceAccount', { name, namespace }));
    return this.token(name);
  }

  /** A token for an audience; the API server's own when left out. */
  async token(name: string, audiences?: string[]): Promise<string> {
    const path = `/api/v1/namespaces/${this.namespace}/serviceaccounts/${name}/token`;
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences } };
    return (await this.admin.post<{ status: { token: string } }>(path, body)).status.token;
  }

  async createJob(name: string): Promise<Job> {
    return this.admin.create(jobs, jobObject(name, this.namespace));
  }
}

export function jobObject(name: string, namespace?: string): Job {
  const spec = { config: { upstream: 'rsync://upstream.example/module/' } };
  return { ...object('mirror.durasync.dev/v1', 'Job', { name, ...(namespace && { namespace }) }), spec } as Job;
}

function object(apiVersion: string, kind: string, metadata: KubernetesObject['metadata']): KubernetesObject {
  return { apiVersion, kind, metadata };
}
