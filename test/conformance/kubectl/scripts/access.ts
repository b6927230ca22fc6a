import type { Script } from '../script.ts';
import { given, kubectl } from '../script.ts';
import { configMap } from './objects.ts';

/** A token's claims, with what is free to be chosen. */
const claimsOf = (token: string): string => {
  const [, claims = ''] = token.trim().split('.');
  return Buffer.from(claims, 'base64url')
    .toString()
    .replaceAll(/"(exp|iat|nbf)":\d+/g, '"$1":0');
};

/** This server has a path for itself that everybody may use. */
const withoutOwn = (text: string): string => text.replace(/.*\/ephemeral-token.*\n/, '');

export const ACCESS_SCRIPTS: readonly Script[] = [
  {
    name: 'access',
    commands: [
      kubectl`auth whoami`,
      kubectl`auth whoami --as=bob --as-group=devs --as-group=ops`,
      kubectl`auth can-i get pods`,
      kubectl`auth can-i get pods --as=bob`,
      kubectl`auth can-i get nothings --as=bob`,
      kubectl`auth can-i ${'*'} ${'*'}`,
      kubectl`auth can-i get /healthz --as=bob`,
      kubectl`auth can-i get /metrics --as=bob`,
      { ...kubectl`auth can-i --list`, select: withoutOwn },
      { ...kubectl`auth can-i --list --as=bob`, select: withoutOwn },
      kubectl`create role reader --verb=get,list --resource=pods,configmaps`,
      kubectl`create rolebinding reader --role=reader --user=bob`,
      { ...kubectl`auth can-i get pods --as=bob`, again: true },
      kubectl`auth can-i get pods/log --as=bob`,
      kubectl`auth can-i get pods/log --subresource=log --as=bob -q`,
      kubectl`auth can-i delete pods --as=bob`,
      kubectl`auth can-i get cm/one --as=bob`,
      kubectl`auth can-i get pods --as=bob -A`,
      kubectl`auth can-i list namespaces --as=bob`,
      { ...kubectl`auth can-i --list --as=bob`, select: withoutOwn },
      kubectl`get cm --as=bob`,
      kubectl`get secrets --as=bob`,
      kubectl`get nodes --as=bob`,
      kubectl`create cm x --as=bob`,
      kubectl`delete cm x --as=bob`,
      kubectl`create role more --verb=get --resource=secrets --as=bob`,
      kubectl`get cm --as=bob --as-group=x --as-uid=1`,
      given(kubectl`auth reconcile -f -`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'reader', namespace: '{ns}' },
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
      }),
      kubectl`describe role reader`,
      kubectl`describe rolebinding reader`,
      kubectl`create sa robot`,
      { ...kubectl`create token robot`, select: claimsOf },
      { ...kubectl`create token robot --audience=me --duration=20m`, select: claimsOf },
      kubectl`create token robot --duration=1s`,
      kubectl`create token none`,
      kubectl`create token robot --as=bob`,
      given(kubectl`create -f -`, configMap('bound', {})),
      { ...kubectl`create token robot -o yaml`, select: (text) => text.replace(/(token|expir\w+): .*/g, '$1: x') },
      kubectl`create token robot --bound-object-kind=Secret --bound-object-name=none`,
    ],
  },
  {
    name: 'discovery',
    commands: [
      kubectl`explain pod`,
      kubectl`explain deployment.spec.strategy.rollingUpdate`,
      kubectl`explain cm --recursive`,
      kubectl`explain deploy.spec.template.spec --recursive`,
      kubectl`explain pod.spec.none`,
      kubectl`explain nothings`,
      kubectl`explain svc.spec --output=plaintext-openapiv2`,
      kubectl`explain job --api-version=batch/v1`,
      kubectl`explain job --api-version=batch/v9`,
      kubectl`explain crd.spec.versions`,
      kubectl`api-resources --api-group=apps`,
      kubectl`api-resources --api-group=batch -o wide --sort-by=kind`,
      kubectl`api-resources --api-group=rbac.authorization.k8s.io --namespaced=false -o name`,
      kubectl`api-resources --api-group=none.test`,
      { ...kubectl`api-versions`, select: (text) => text.match(/^(v1|apps.*|batch.*|rbac.*)\n/gm)?.join('') ?? '' },
    ],
  },
];
