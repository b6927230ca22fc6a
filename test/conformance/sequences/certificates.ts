import type { Answer, Sequence, Step } from '../sequence.ts';
import { ownRow } from './kind.ts';
import { problemsOf } from './problems.ts';
import { at, get, patch, post, put, remove } from './requests.ts';

const GROUP = '/apis/certificates.k8s.io/v1';
const REQUESTS = `${GROUP}/certificatesigningrequests`;
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const NAME = 'x-{id}';
const ONE = `${REQUESTS}/${NAME}`;

/** Of /CN=ada/O=devs and /CN=ada/O=system:masters; the second one for another name than it was signed for. */
const REQUEST =
  'MIHWMH8CAQAwHTEMMAoGA1UEAwwDYWRhMQ0wCwYDVQQKDARkZXZzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAERwXlYip+CTDXotp86KwDLksDJSuek3Vyhn9I8+ySKEzGjP2GGftfhpvDD0nE9XDwuJcuFZte8AQvzwiamjt8a6AAMAoGCCqGSM49BAMCA0cAMEQCIDwURCXWuuBz455PHv1LR+5URe26Dq+KXy9aEy9Aj6+1AiBl13N4qPdcmJ6zZVyUcwSOxSS0KVbZTY0c2n/gSw0F+g==';
const TAMPERED = REQUEST.replace('YWRh', 'YmRh');
const OF_MASTERS =
  'MIHhMIGJAgEAMCcxDDAKBgNVBAMMA2FkYTEXMBUGA1UECgwOc3lzdGVtOm1hc3RlcnMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARHBeViKn4JMNei2nzorAMuSwMlK56TdXKGf0jz7JIoTMaM/YYZ+1+Gm8MPScT1cPC4ly4Vm17wBC/PCJqaO3xroAAwCgYIKoZIzj0EAwIDRwAwRAIgbHKfWs15yYwj6UIW8C7gyGbtj2QuH8EWLHJpPWxcX/MCICT0i0WvZKWKKJf4Hy8ZDjGDxBzt7O16eaUMM4nQ8X3V';
const CERTIFICATE =
  'MIIBdDCCARmgAwIBAgIUIaJo+5wuuqf5vvFa8Jqy2lEToVUwCgYIKoZIzj0EAwIwDjEMMAoGA1UEAwwDYWRhMCAXDTI2MTEyODE0MzcyM1oYDzIxMjYxMTA0MTQzNzIzWjAOMQwwCgYDVQQDDANhZGEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARHBeViKn4JMNei2nzorAMuSwMlK56TdXKGf0jz7JIoTMaM/YYZ+1+Gm8MPScT1cPC4ly4Vm17wBC/PCJqaO3xro1MwUTAdBgNVHQ4EFgQUE2V5o375q/yuHdSVryCL0tLVZ1swHwYDVR0jBBgwFoAUE2V5o375q/yuHdSVryCL0tLVZ1swDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAjF35b6JzOptsXGswhnSgOsB16s+dbg0QzoDfQ6N0g9oCIQDs2Pv3W51+lrdfxZBPwNd7RCWXjIV54KyCu9GLV6qa0A==';

const pem = (type: string, body: string): string =>
  Buffer.from(`-----BEGIN ${type}-----\n${body}\n-----END ${type}-----\n`).toString('base64');
const requestOf = (body: string): string => pem('CERTIFICATE REQUEST', body);
const certificate = pem('CERTIFICATE', CERTIFICATE);

const request = (spec: object): object => ({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name: NAME },
  spec: { request: requestOf(REQUEST), signerName: 'example.com/serving', usages: ['client auth'], ...spec },
});

const condition = (type: string, more: object = {}): object => ({ type, status: 'True', ...more });
const conditions = (...list: object[]): object => ({ status: { conditions: list } });

/** The same sender on both servers: it is told in the object. */
const MASTER = { 'impersonate-user': 'ada', 'impersonate-group': 'system:masters', 'impersonate-extra-x': 'y' };
const asMaster = (step: Step): Step => ({ ...step, headers: MASTER });
const BOB = 'bob-{id}';
const asBob = (step: Step): Step => ({ ...step, as: BOB });
const isAllowed = ({ status }: Answer): boolean => status !== 403;

const role = (rules: object[]): object => ({ metadata: { name: NAME }, rules });
const may = (verbs: string[], resources: string[], more: object = {}): object => ({
  verbs,
  apiGroups: ['certificates.k8s.io'],
  resources,
  ...more,
});
const PARTS = [
  'certificatesigningrequests',
  'certificatesigningrequests/approval',
  'certificatesigningrequests/status',
];
const ANY = [may(['*'], PARTS)];
const withSigner = (verb: string, name: string): object =>
  role([...ANY, may([verb], ['signers'], { resourceNames: [name] })]);
/** A change that changes nothing is let through once roles have reached the authorizer. */
const tell = at('message');

/** Requests for certificates, and those who may answer them. */
export const CERTIFICATE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'certificate-requests',
    steps: [
      post(REQUESTS, request({ expirationSeconds: 7200, username: 'root', groups: ['system:masters'] })),
      ownRow(ONE),
      patch('merge', ONE, { spec: { signerName: 'example.com/other' }, metadata: { labels: { a: 'b' } } }),
      patch('merge', `${ONE}/status`, conditions(condition('Approved'))),
      patch('merge', `${ONE}/approval`, {
        ...conditions(condition('Approved', { reason: 'Fine' })),
        spec: { uid: '3' },
      }),
      ownRow(ONE),
      patch('merge', `${ONE}/approval`, conditions(condition('Approved'), condition('Denied'))),
      patch('merge', `${ONE}/approval`, conditions()),
      patch('merge', `${ONE}/approval`, conditions(condition('Approved', { message: 'changed' }))),
      patch('merge', `${ONE}/approval`, { status: { certificate } }),
      patch('merge', `${ONE}/status`, conditions(condition('Approved', { reason: 'Other' }), condition('Failed'))),
      patch('merge', `${ONE}/status`, { status: { certificate: pem('KEY', CERTIFICATE) } }),
      patch('merge', `${ONE}/status`, { status: { certificate: 'YQ==' } }),
      patch('merge', `${ONE}/status`, { status: { certificate }, metadata: { labels: { c: 'd' } } }),
      ownRow(ONE),
      patch('merge', `${ONE}/status`, { status: { certificate: null } }),
      patch('merge', `${ONE}/status`, {
        status: { conditions: [condition('Approved'), { type: 'A', status: 'x' }, { type: '' }, { type: '' }] },
      }),
      put(ONE, request({})),
      get(`${REQUESTS}?fieldSelector=spec.signerName%3Dexample.com/none-{id}`, { select: at('items') }),
      get(`${ONE}/approval`),
      remove(ONE),
    ].map(asMaster),
  },
  {
    name: 'applied-certificate-requests',
    steps: [
      {
        method: 'PATCH',
        path: `${ONE}?fieldManager=one`,
        body: { ...request({}), metadata: { name: NAME, labels: { a: 'b' } } },
        contentType: 'application/apply-patch+yaml',
        headers: MASTER,
      },
      asMaster(remove(ONE)),
    ],
  },
  {
    name: 'wrong-certificate-requests',
    steps: [
      request({ usages: [], signerName: '' }),
      request({ usages: ['fly', 'client auth', 'client auth'], signerName: 'a/b/c' }),
      request({ signerName: 'kubernetes.io/legacy-unknown', expirationSeconds: 5 }),
      request({ signerName: 'B_.x/C_' }),
      request({ signerName: 'com/c' }),
      request({ request: pem('CERTIFICATE', CERTIFICATE) }),
      request({ request: '' }),
      request({ signerName: 'kubernetes.io/kube-apiserver-client' }),
    ].map((body) => post(`${REQUESTS}?dryRun=All`, body, { select: problemsOf })),
  },
  {
    name: 'malformed-certificate-requests',
    steps: [requestOf(TAMPERED), requestOf('AAAA'), requestOf(REQUEST.slice(0, 80))].map((text) =>
      post(`${REQUESTS}?dryRun=All`, request({ request: text }), { select: fieldsOf }),
    ),
  },
  {
    name: 'requests-of-masters',
    steps: [
      post(
        `${REQUESTS}?dryRun=All`,
        request({ request: requestOf(OF_MASTERS), signerName: 'kubernetes.io/kube-apiserver-client' }),
      ),
      post(`${REQUESTS}?dryRun=All`, request({ request: requestOf(OF_MASTERS) }), { select: problemsOf }),
    ],
  },
  {
    name: 'signers',
    steps: [
      post(`${RBAC}/clusterroles`, role(ANY), { select: problemsOf }),
      post(
        `${RBAC}/clusterrolebindings`,
        {
          metadata: { name: NAME },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAME },
          subjects: [{ kind: 'User', name: BOB, apiGroup: 'rbac.authorization.k8s.io' }],
        },
        { select: problemsOf },
      ),
      asBob(post(REQUESTS, request({}), { until: isAllowed, select: at('spec', 'username') })),
      asBob(patch('merge', `${ONE}/approval`, conditions(condition('Approved')))),
      asBob(patch('merge', `${ONE}/status`, conditions(condition('Failed')), { select: tell })),
      asBob(patch('merge', `${ONE}/status`, { metadata: { labels: { a: 'b' } } }, { select: tell })),
      put(`${RBAC}/clusterroles/${NAME}`, withSigner('approve', 'example.com/*'), { select: problemsOf }),
      asBob(patch('merge', `${ONE}/approval`, conditions(condition('Approved')), { until: isAllowed, select: tell })),
      asBob(patch('merge', `${ONE}/status`, { status: { certificate } }, { select: tell })),
      put(`${RBAC}/clusterroles/${NAME}`, withSigner('sign', 'example.com/serving'), { select: problemsOf }),
      asBob(patch('merge', `${ONE}/status`, { status: { certificate } }, { until: isAllowed, select: tell })),
      ...[`${RBAC}/clusterroles/${NAME}`, `${RBAC}/clusterrolebindings/${NAME}`, ONE].map((path) =>
        remove(path, undefined, { select: problemsOf }),
      ),
    ],
  },
  { name: 'certificate-discovery', steps: [get(GROUP)] },
];

/** Where something is wrong; what it is, Go's parser says in its words. */
function fieldsOf(body: unknown): unknown {
  const { details } = body as { details?: { causes: { field: string }[] } };
  return details?.causes.map(({ field }) => field);
}
