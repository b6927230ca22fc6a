import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { objectAt, objectsIn, setAbsent } from './fields.ts';

const POD_SPEC = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
};
const CONTAINER = { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' };
const PROBE = { failureThreshold: 3, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 };
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const FILE_MODE = 0o644;
/** Kinds of volumes with files of a mode. */
const MODED_VOLUMES = ['configMap', 'secret', 'downwardAPI', 'projected'];

/** Sets what a pod's spec leaves out (core/v1, SetDefaults_PodSpec and what it is made of). */
export function setPodSpecDefaults(spec: JsonObject): void {
  setAbsent(spec, POD_SPEC);
  // The old name goes with the new one.
  if (spec['serviceAccountName'] || spec['serviceAccount']) {
    setAbsent(spec, { serviceAccountName: spec['serviceAccount'] });
    spec['serviceAccount'] = spec['serviceAccountName'];
  }
  for (const volume of objectsIn(spec['volumes'])) setVolumeDefaults(volume);
  const isHostNetwork = spec['hostNetwork'] === true;
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of objectsIn(spec[list])) setContainerDefaults(container, isHostNetwork);
  }
}

function setContainerDefaults(container: JsonObject, isHostNetwork: boolean): void {
  setAbsent(container, { ...CONTAINER, imagePullPolicy: pullPolicyOf(container['image']) });
  for (const port of objectsIn(container['ports'])) {
    setAbsent(port, { protocol: 'TCP', ...(isHostNetwork && { hostPort: port['containerPort'] }) });
  }
  for (const { valueFrom } of objectsIn(container['env'])) {
    const reference = isJsonObject(valueFrom) ? valueFrom['fieldRef'] : undefined;
    if (isJsonObject(reference)) setAbsent(reference, { apiVersion: 'v1' });
  }
  for (const name of PROBES) {
    const probe = container[name];
    if (isJsonObject(probe)) setProbeDefaults(probe);
  }
  objectAt(container, 'resources');
}

/** What may change under its name is fetched each time. */
function pullPolicyOf(image: unknown): string {
  const name = typeof image === 'string' ? (image.split('/').at(-1) ?? '') : '';
  const isMovable = !name.includes('@') && (!name.includes(':') || name.endsWith(':latest'));
  return isMovable ? 'Always' : 'IfNotPresent';
}

function setProbeDefaults(probe: JsonObject): void {
  for (const [name, value] of Object.entries(PROBE)) probe[name] ||= value;
  const { httpGet, grpc } = probe;
  if (isJsonObject(httpGet)) setAbsent(httpGet, { path: '/', scheme: 'HTTP' });
  if (isJsonObject(grpc)) grpc['service'] ??= '';
}

/** What is limited and not requested is requested as limited; of a pod only, not of what pods are made from. */
export function setRequestsOfLimits(spec: JsonObject): void {
  for (const container of [...objectsIn(spec['initContainers']), ...objectsIn(spec['containers'])]) {
    const resources = objectAt(container, 'resources');
    if (isJsonObject(resources['limits'])) setAbsent(objectAt(resources, 'requests'), resources['limits']);
  }
}

function setVolumeDefaults(volume: JsonObject): void {
  for (const name of MODED_VOLUMES) {
    const source = volume[name];
    if (isJsonObject(source)) setAbsent(source, { defaultMode: FILE_MODE });
  }
  const { hostPath, projected, ephemeral } = volume;
  if (isJsonObject(hostPath)) hostPath['type'] ??= '';
  for (const source of isJsonObject(projected) ? objectsIn(projected['sources']) : []) {
    const token = source['serviceAccountToken'];
    if (isJsonObject(token)) setAbsent(token, { expirationSeconds: 3600 });
    setItemDefaults(source['downwardAPI']);
  }
  setItemDefaults(volume['downwardAPI']);
  const template = isJsonObject(ephemeral) ? ephemeral['volumeClaimTemplate'] : undefined;
  if (isJsonObject(template)) setAbsent(objectAt(template, 'spec'), { volumeMode: 'Filesystem' });
}

function setItemDefaults(source: unknown): void {
  for (const { fieldRef } of isJsonObject(source) ? objectsIn(source['items']) : []) {
    if (isJsonObject(fieldRef)) setAbsent(fieldRef, { apiVersion: 'v1' });
  }
}
