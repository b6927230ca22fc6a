import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import type { Pod } from '../../controllers/objects/pod.ts';
import type { TokenSource } from './volume-files.ts';

/** What kubelet asks for: an hour and a little, so that the API server's "extended" life does not apply. */
const EXPIRATION_SECONDS = 3607;

interface TokenAnswer {
  readonly status: { readonly token: string; readonly expirationTimestamp: string };
}

/** Tokens of a pod's service account, bound to the pod: they end with it. Renewed after 80 % of their life. */
export function createTokenSource(client: KubernetesClient, pod: Pod, now: () => number = Date.now): TokenSource {
  const cache = new Map<string, { token: string; renewAt: number }>();
  const account = pod.spec.serviceAccountName ?? 'default';
  const path = `/api/v1/namespaces/${pod.metadata.namespace ?? 'default'}/serviceaccounts/${account}/token`;
  return async ({ audience, expirationSeconds = EXPIRATION_SECONDS }) => {
    const key = `${audience ?? ''}/${expirationSeconds}`;
    const cached = cache.get(key);
    if (cached && cached.renewAt > now()) return cached.token;
    const asked = now();
    const { status } = await client.post<TokenAnswer>(path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        ...(audience !== undefined && { audiences: [audience] }),
        expirationSeconds,
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: pod.metadata.name, uid: pod.metadata.uid },
      },
    });
    const life = Date.parse(status.expirationTimestamp) - asked;
    cache.set(key, { token: status.token, renewAt: asked + 0.8 * life });
    return status.token;
  };
}
