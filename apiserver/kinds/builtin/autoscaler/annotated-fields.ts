import type { JsonObject } from '../../../object/kube-object.ts';
import { isJsonObject } from '../../../object/kube-object.ts';
import { objectsIn } from '../fields.ts';

/** A behaviour of autoscaling/v2 as v1 has it in an annotation, under Kubernetes' internal names. */
export const behaviorToV1 = ({ scaleUp, scaleDown }: JsonObject): JsonObject => ({
  ScaleUp: isJsonObject(scaleUp) ? rulesToV1(scaleUp) : null,
  ScaleDown: isJsonObject(scaleDown) ? rulesToV1(scaleDown) : null,
});

const rulesToV1 = ({ stabilizationWindowSeconds, selectPolicy, policies, tolerance }: JsonObject): JsonObject => ({
  StabilizationWindowSeconds: stabilizationWindowSeconds ?? null,
  SelectPolicy: selectPolicy ?? null,
  Policies: objectsIn(policies).map(({ type, value, periodSeconds }) => ({
    Type: type ?? '',
    Value: value ?? 0,
    PeriodSeconds: periodSeconds ?? 0,
  })),
  Tolerance: tolerance ?? null,
});

/** @returns undefined for what is no behaviour, or says nothing */
export function behaviorFromV1(value: unknown): JsonObject | undefined {
  const { scaleup, scaledown } = lowered(value);
  const behavior = {
    ...(isJsonObject(scaleup) && { scaleUp: rulesFromV1(scaleup) }),
    ...(isJsonObject(scaledown) && { scaleDown: rulesFromV1(scaledown) }),
  };
  return Object.keys(behavior).length > 0 ? behavior : undefined;
}

function rulesFromV1(value: unknown): JsonObject {
  const { stabilizationwindowseconds, selectpolicy, policies, tolerance } = lowered(value);
  return {
    stabilizationWindowSeconds: stabilizationwindowseconds ?? null,
    selectPolicy: selectpolicy ?? null,
    policies: objectsIn(policies).map((policy) => {
      const { type, value: amount, periodseconds } = lowered(policy);
      return { type: type ?? '', value: amount ?? 0, periodSeconds: periodseconds ?? 0 };
    }),
    tolerance: tolerance ?? null,
  };
}

/** Go takes fields in any case. */
function lowered(value: unknown): JsonObject {
  const entries = Object.entries(isJsonObject(value) ? value : {});
  return Object.fromEntries(entries.map(([name, field]) => [name.toLowerCase(), field]));
}

/** A condition in the order in which Kubernetes writes it. */
export const conditionToV1 = ({ type, status, lastTransitionTime, reason, message }: JsonObject): JsonObject => ({
  type: type ?? '',
  status: status ?? '',
  lastTransitionTime: lastTransitionTime ?? null,
  ...(reason ? { reason } : {}),
  ...(message ? { message } : {}),
});
