import type { Answer, Sequence, Step } from '../sequence.ts';
import { object, rowsOf, TABLE } from './kind.ts';
import { problemsOf } from './problems.ts';
import { at, CORE, get, patch, post, put, remove } from './requests.ts';

const SERVICES = `${CORE}/services`;
const ports = [{ port: 80 }];
const service = (name: string, spec: object): object => object('v1', 'Service', { ports, ...spec }, name);
const create = (name: string, spec: object): Step => post(SERVICES, service(name, spec));
const change = (name: string, spec: object): Step => patch('merge', `${SERVICES}/${name}`, { spec });
const tried = (spec: object): Step => post(`${SERVICES}?dryRun=All`, service('tried', spec), { select: problemsOf });

type Service = { spec: { clusterIP: string; ports: { nodePort: number }[]; healthCheckNodePort: number } };
const specOf = (answer: Answer | undefined): Service['spec'] => (answer?.body as Service).spec;

/** Addresses and ports on nodes, which no two services share. Ports below 30086 are given to nobody who does not ask. */
export const SERVICE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'node-ports',
    steps: [
      create('any', {
        type: 'NodePort',
        ports: [
          { port: 80, name: 'a' },
          { port: 81, name: 'b' },
        ],
      }),
      create('asked', { type: 'NodePort', ports: [{ port: 80, nodePort: 30001 }] }),
      get(SERVICES, { accept: TABLE, select: rowsOf }),
      create('taken', { type: 'NodePort', ports: [{ port: 80, nodePort: 30001 }] }),
      (past) => ({
        ...create('taken-too', {
          type: 'NodePort',
          ports: [{ port: 80, nodePort: specOf(past[0]).ports[0]?.nodePort }],
        }),
        select: at('reason'),
      }),
      create('below', { type: 'NodePort', ports: [{ port: 80, nodePort: 29999 }] }),
      create('above', { type: 'NodePort', ports: [{ port: 80, nodePort: 32768 }] }),
      create('protocols', {
        type: 'NodePort',
        ports: [
          { port: 53, name: 'tcp' },
          { port: 53, name: 'udp', protocol: 'UDP', nodePort: 30053 },
          { port: 54, name: 'other', nodePort: 30054 },
          { port: 54, name: 'udp-other', protocol: 'UDP', nodePort: 30055 },
        ],
      }),
      create('twice', {
        type: 'NodePort',
        ports: [
          { port: 1, name: 'a', nodePort: 30056 },
          { port: 2, name: 'b', nodePort: 30056 },
        ],
      }),
      create('shared', {
        type: 'NodePort',
        ports: [
          { port: 1, name: 'a', nodePort: 30057 },
          { port: 1, name: 'b', protocol: 'UDP', nodePort: 30057 },
        ],
      }),
      change('any', {
        ports: [
          { port: 82, name: 'b' },
          { port: 83, name: 'c' },
        ],
      }),
      change('any', { ports: [{ port: 82, name: 'b', nodePort: 30001 }] }),
      change('any', { ports: [{ port: 82, name: 'b', nodePort: 30058 }] }),
      put(`${SERVICES}/any`, service('any', { type: 'NodePort', ports: [{ port: 82, name: 'b' }] })),
      change('any', { type: 'ClusterIP' }),
      create('released', { type: 'NodePort', ports: [{ port: 80, nodePort: 30058 }] }),
      change('asked', { type: 'ClusterIP', ports: [{ port: 80, nodePort: 30059 }] }),
      change('asked', { type: 'ExternalName', externalName: 'a.example' }),
      change('asked', { type: 'NodePort' }),
      remove(`${SERVICES}/released`),
      create('reused', { type: 'NodePort', ports: [{ port: 80, nodePort: 30058 }] }),
      post(`${SERVICES}?dryRun=All`, service('dry', { type: 'NodePort', ports: [{ port: 80, nodePort: 30060 }] })),
      create('wet', { type: 'NodePort', ports: [{ port: 80, nodePort: 30060 }] }),
      ...['any', 'asked', 'protocols', 'shared', 'reused', 'wet'].map((name) => remove(`${SERVICES}/${name}`)),
    ],
  },
  {
    name: 'load-balancers',
    steps: [
      create('any', { type: 'LoadBalancer' }),
      get(`${SERVICES}/any`, { accept: TABLE, select: rowsOf }),
      create('none', { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }),
      create('some', {
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        ports: [
          { port: 80, name: 'a', nodePort: 30011 },
          { port: 81, name: 'b' },
        ],
      }),
      create('local', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }),
      create('asked', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30012 }),
      create('taken', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30012 }),
      create('taken-too', { type: 'NodePort', ports: [{ port: 80, nodePort: 30012 }] }),
      change('local', { healthCheckNodePort: 30013 }),
      change('local', { healthCheckNodePort: null }),
      change('local', { externalTrafficPolicy: 'Cluster' }),
      change('local', { externalTrafficPolicy: 'Local', healthCheckNodePort: 30014 }),
      change('asked', { type: 'NodePort' }),
      change('asked', { type: 'ClusterIP' }),
      create('free', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30012 }),
      patch('merge', `${SERVICES}/any/status`, {
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }, { hostname: 'a.example' }] } },
      }),
      get(`${SERVICES}/any`, { accept: TABLE, select: rowsOf }),
      change('any', { type: 'NodePort' }),
      change('none', { loadBalancerClass: 'example.com/x' }),
      create('class', { type: 'LoadBalancer', loadBalancerClass: 'example.com/x' }),
      change('class', { loadBalancerClass: 'example.com/y' }),
      change('class', { type: 'ClusterIP' }),
      ...['any', 'none', 'some', 'local', 'asked', 'free', 'class'].map((name) => remove(`${SERVICES}/${name}`)),
    ],
  },
  {
    name: 'cluster-ips',
    steps: [
      create('any', {}),
      create('asked', { clusterIP: '10.96.0.77' }),
      create('taken', { clusterIP: '10.96.0.77' }),
      (past) => create('taken-too', { clusterIP: specOf(past[0]).clusterIP }),
      ...['1.2.3.4', '10.96.0.0', '10.96.0.1', '10.96.255.255', '10.97.0.1', 'fd00::1'].map((clusterIP) =>
        create('outside', { clusterIP }),
      ),
      tried({ clusterIP: '10.97.0.1' }),
      tried({ clusterIP: '10.96.0.77' }),
      remove(`${SERVICES}/asked`),
      create('again', { clusterIP: '10.96.0.77', clusterIPs: ['10.96.0.77'] }),
      change('again', { clusterIP: '10.96.0.78' }),
      change('again', { clusterIP: null }),
      change('again', { clusterIP: null, clusterIPs: null }),
      change('again', { clusterIP: 'None' }),
      change('again', { type: 'ExternalName', externalName: 'a.example' }),
      create('asked', { clusterIP: '10.96.0.77' }),
      change('again', { type: 'ClusterIP' }),
      change('again', { type: 'ExternalName', clusterIP: '10.96.0.79' }),
      create('headless', { clusterIP: 'None', selector: { a: 'b' } }),
      change('headless', { clusterIP: '10.96.0.80' }),
      ...['any', 'asked', 'again', 'headless'].map((name) => remove(`${SERVICES}/${name}`)),
    ],
  },
  {
    name: 'ip-families',
    steps: [
      create('dual', { ipFamilyPolicy: 'PreferDualStack' }),
      change('dual', { ipFamilyPolicy: 'RequireDualStack' }),
      change('dual', { ipFamilyPolicy: 'SingleStack' }),
      create('open', { clusterIP: 'None' }),
      change('open', { ipFamilyPolicy: 'SingleStack' }),
      create('open-single', { clusterIP: 'None', ipFamilyPolicy: 'SingleStack' }),
      create('open-v6', { clusterIP: 'None', ipFamilies: ['IPv6'] }),
      ...[
        { ipFamilyPolicy: 'RequireDualStack' },
        { ipFamilyPolicy: 'Sometimes' },
        { ipFamilies: ['IPv6'] },
        { ipFamilies: ['IPv4', 'IPv6'] },
        { ipFamilies: ['IPv4', 'IPv4', 'IPv5'] },
        { clusterIPs: ['10.96.0.9'] },
        { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.8'] },
        { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9', '10.96.0.8'] },
        { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9', 'fd00::1'] },
        { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9', 'fd00::1', '10.96.0.8'] },
        { clusterIP: '10.96.0.9', ipFamilies: ['IPv6'] },
        { clusterIP: 'None', clusterIPs: ['None', '10.96.0.9'] },
        { type: 'ExternalName', externalName: 'a.example', clusterIP: '10.96.0.9', ipFamilies: ['IPv4'] },
      ].map(tried),
      ...['dual', 'open', 'open-single', 'open-v6'].map((name) => remove(`${SERVICES}/${name}`)),
    ],
  },
  {
    name: 'traffic-of-services',
    steps: [
      ...[
        { externalTrafficPolicy: 'Local' },
        { externalIPs: ['192.0.2.1'] },
        { externalIPs: ['nowhere', '127.0.0.1', '0.0.0.0', '169.254.1.1', '224.0.0.1', '::1'] },
        { externalIPs: ['192.0.2.1'], externalTrafficPolicy: 'Sometimes' },
        { type: 'NodePort', externalTrafficPolicy: 'Sometimes', internalTrafficPolicy: 'Never' },
        { type: 'NodePort', healthCheckNodePort: 30020 },
        { type: 'NodePort', clusterIP: 'None' },
        { type: 'LoadBalancer', clusterIP: 'None' },
        { type: 'LoadBalancer', loadBalancerClass: '_/', loadBalancerSourceRanges: ['10.0.0.0/8', ' 10.0.0.0', 'x/8'] },
        { allocateLoadBalancerNodePorts: true, loadBalancerClass: 'x', loadBalancerSourceRanges: ['10.0.0.0/8'] },
        { trafficDistribution: 'PreferFar' },
        { trafficDistribution: 'PreferClose', sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } },
        { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } },
      ].map(tried),
      put(`${SERVICES}/put`, service('put', { externalIPs: ['192.0.2.1'] })),
      put(`${SERVICES}/put`, service('put', {})),
      remove(`${SERVICES}/put`),
    ],
  },
];
