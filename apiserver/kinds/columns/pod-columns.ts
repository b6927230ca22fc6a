import { humanDuration } from '../../object/human-duration.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { objectsIn, textAt, valueAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, NONE, wideColumn } from './column.ts';

const orNone =
  (...path: string[]) =>
  (object: KubeObject): string =>
    textAt(object, ...path) || NONE;

/** As kubectl shows pods (printers/internalversion, printPod). */
export const podColumns: readonly Column[] = [
  column('Ready', readyText),
  column('Status', statusText),
  column('Restarts', restartsText),
  AGE,
  wideColumn('IP', orNone('status', 'podIP')),
  wideColumn('Node', orNone('spec', 'nodeName')),
  wideColumn('Nominated Node', orNone('status', 'nominatedNodeName')),
  wideColumn('Readiness Gates', gatesText),
];

const statusesOf = (pod: KubeObject): JsonObject[] => objectsIn(valueAt(pod, 'status', 'containerStatuses'));
const initStatusesOf = (pod: KubeObject): JsonObject[] => objectsIn(valueAt(pod, 'status', 'initContainerStatuses'));

function readyText(pod: KubeObject): string {
  const sidecars = objectsIn(valueAt(pod, 'spec', 'initContainers')).filter(staysUp);
  const names = sidecars.map(({ name }) => name);
  const total = objectsIn(valueAt(pod, 'spec', 'containers')).length + sidecars.length;
  const started = initStatusesOf(pod).filter(({ name, started }) => names.includes(name) && started === true);
  const ready = [...started, ...statusesOf(pod)].filter(
    (status) => status['ready'] === true && valueAt(status, 'state', 'running'),
  );
  return `${ready.length}/${total}`;
}

/** An init container that runs beside the others. */
const staysUp = ({ restartPolicy }: JsonObject): boolean => restartPolicy === 'Always';

function statusText(pod: KubeObject): string {
  const reason = textAt(pod, 'status', 'reason');
  if (pod.metadata.deletionTimestamp) return reason === 'NodeLost' ? 'Unknown' : terminating(pod);
  return initText(pod) ?? containersText(pod) ?? (reason || textAt(pod, 'status', 'phase'));
}

const terminating = (pod: KubeObject): string =>
  ['Failed', 'Succeeded'].includes(textAt(pod, 'status', 'phase'))
    ? (containersText(pod) ?? textAt(pod, 'status', 'phase'))
    : 'Terminating';

/** What the first unfinished init container is at. */
function initText(pod: KubeObject): string | undefined {
  const statuses = initStatusesOf(pod);
  const total = objectsIn(valueAt(pod, 'spec', 'initContainers')).length;
  const index = statuses.findIndex((status) => valueAt(status, 'state', 'terminated', 'exitCode') !== 0);
  const status = statuses[index];
  if (!status) return undefined;
  const text = endText(status) ?? waitText(status);
  return text && text !== 'PodInitializing' ? `Init:${text}` : `Init:${index}/${total}`;
}

/** The last container that tells something is the one that counts. */
function containersText(pod: KubeObject): string | undefined {
  const statuses = statusesOf(pod);
  const texts = statuses.map((status) => waitText(status) ?? endText(status)).filter((text) => text !== undefined);
  const running = statuses.some((status) => status['ready'] === true && valueAt(status, 'state', 'running'));
  const first = texts[0];
  if (first === 'Completed' && running) return isReady(pod) ? 'Running' : 'NotReady';
  return first;
}

function isReady(pod: KubeObject): boolean {
  const conditions = objectsIn(valueAt(pod, 'status', 'conditions'));
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

function waitText(status: JsonObject): string | undefined {
  return textAt(status, 'state', 'waiting', 'reason') || undefined;
}

function endText(status: JsonObject): string | undefined {
  const ended = valueAt(status, 'state', 'terminated');
  if (!isJsonObject(ended)) return undefined;
  if (ended['reason']) return textAt(ended, 'reason');
  return ended['signal'] ? `Signal:${textAt(ended, 'signal')}` : `ExitCode:${textAt(ended, 'exitCode') || '0'}`;
}

function restartsText(pod: KubeObject, now: Date): string {
  const statuses = statusesOf(pod);
  const restarts = statuses.reduce((sum, { restartCount }) => sum + Number(restartCount ?? 0), 0);
  const ends = statuses.map((status) => Date.parse(textAt(status, 'lastState', 'terminated', 'finishedAt')));
  const last = Math.max(...ends.filter((time) => !Number.isNaN(time)));
  const ago = restarts > 0 && Number.isFinite(last) ? ` (${humanDuration(now.getTime() - last)} ago)` : '';
  return `${restarts}${ago}`;
}

function gatesText(pod: KubeObject): string {
  const gates = objectsIn(valueAt(pod, 'spec', 'readinessGates'));
  if (gates.length === 0) return NONE;
  const conditions = objectsIn(valueAt(pod, 'status', 'conditions'));
  const passed = gates.filter(({ conditionType }) =>
    conditions.some(({ type, status }) => type === conditionType && status === 'True'),
  );
  return `${passed.length}/${gates.length}`;
}
