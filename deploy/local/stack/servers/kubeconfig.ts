/** A way into a local API server. */
export type Login = { readonly server: string; readonly caCert: string; readonly user: string; readonly token: string };

/** A kubeconfig (JSON, which is YAML) with one context, `durasync`. `caCert` is PEM. */
export function renderKubeconfig(login: Login): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'durasync',
        cluster: { server: login.server, 'certificate-authority-data': Buffer.from(login.caCert).toString('base64') },
      },
    ],
    users: [{ name: login.user, user: { token: login.token } }],
    contexts: [{ name: 'durasync', context: { cluster: 'durasync', user: login.user, namespace: 'default' } }],
    'current-context': 'durasync',
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
