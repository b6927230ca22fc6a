import { fieldError, forbidden, invalid, required } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { isJsonObject } from '../../../object/kube-object.ts';
import type { Check } from './checks.ts';
import { given } from './checks.ts';

const PERCENT = '[0-9]+%';
const PERCENT_TEXT = `a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '${PERCENT}')`;

/** A number of pods, or a share of them. */
export const countOrPercent: Check = given((value, path) => {
  if (typeof value !== 'string') {
    return (value as number) < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];
  }
  return new RegExp(`^${PERCENT}$`).test(value) ? [] : [invalid(path, value, PERCENT_TEXT)];
});

/** What is no share counts as none. */
const isNone = (value: unknown): boolean => !/^-?\d+%?$/.test(String(value)) || parseInt(String(value)) === 0;
const isAboveAll = (value: unknown): boolean =>
  typeof value === 'string' && /^\d+%$/.test(value) && parseInt(value) > 100;

/** The shares a rollout works with, and what of them cannot go together. */
const bounds =
  (together: Check): Check =>
  (value, path) => {
    if (!isJsonObject(value)) return [];
    const { maxUnavailable, maxSurge } = value;
    return [
      ...countOrPercent(maxUnavailable, `${path}.maxUnavailable`),
      ...countOrPercent(maxSurge, `${path}.maxSurge`),
      ...(isAboveAll(maxUnavailable)
        ? [invalid(`${path}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%')]
        : []),
      ...together(value, path),
    ];
  };

const deploymentBounds = bounds((value, path) => {
  const { maxUnavailable, maxSurge } = value as JsonObject;
  if (!isNone(maxUnavailable) || !isNone(maxSurge)) return [];
  return [invalid(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')];
});

/** How a Deployment replaces pods (apps/v1, ValidateDeploymentStrategy). */
export const deploymentStrategy: Check = (value, path) => {
  if (!isJsonObject(value)) return [];
  const { type, rollingUpdate } = value;
  const field = `${path}.rollingUpdate`;
  if (type === 'RollingUpdate') return deploymentBounds(rollingUpdate, field);
  if (type !== 'Recreate') return [unknownType(value, path, 'supported values: "Recreate", "RollingUpdate"')];
  return rollingUpdate === undefined
    ? []
    : [forbidden(field, "may not be specified when strategy `type` is 'Recreate'")];
};

const daemonSetBounds = bounds((value, path) => {
  const { maxUnavailable, maxSurge } = value as JsonObject;
  if (isNone(maxUnavailable) && isNone(maxSurge)) {
    return [required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')];
  }
  if (isNone(maxUnavailable) || isNone(maxSurge)) return [];
  return [invalid(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero')];
});

/** How a DaemonSet replaces pods (apps/v1, ValidateDaemonSetUpdateStrategy). */
export const daemonSetStrategy: Check = (value, path) => {
  if (!isJsonObject(value)) return [];
  const { type, rollingUpdate } = value;
  if (type === 'RollingUpdate') return daemonSetBounds(rollingUpdate, `${path}.rollingUpdate`);
  return type === 'OnDelete' ? [] : [unknownType(value, path, 'supported values: "RollingUpdate", "OnDelete"')];
};

/** How a StatefulSet replaces pods (apps/v1, ValidateStatefulSetSpec). */
export const statefulSetStrategy: Check = (value, path) => {
  if (!isJsonObject(value)) return [];
  const { type, rollingUpdate } = value;
  const field = `${path}.rollingUpdate`;
  if (type === 'RollingUpdate')
    return isJsonObject(rollingUpdate) ? partition(rollingUpdate['partition'], `${field}.partition`) : [];
  if (type !== 'OnDelete') return [invalid(path, asGo(value), "must be 'RollingUpdate' or 'OnDelete'")];
  return rollingUpdate === undefined
    ? []
    : [invalid(field, partitionAsGo(rollingUpdate), "only allowed for updateStrategy 'RollingUpdate'")];
};

const partition: Check = (value, path) =>
  typeof value === 'number' && value < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];

/** As the message shows Kubernetes' own struct. */
const asGo = ({ type, rollingUpdate }: JsonObject): JsonObject => ({
  Type: type,
  RollingUpdate: rollingUpdate ?? null,
});

const partitionAsGo = (value: unknown): JsonObject => {
  const { partition: from, maxUnavailable } = value as JsonObject;
  return { Partition: from ?? 0, MaxUnavailable: maxUnavailable ?? null };
};

const unknownType = (value: JsonObject, field: string, detail: string): ReturnType<typeof fieldError> =>
  fieldError({ type: 'notSupported', field, value: asGo(value), detail });
