import type { FieldError } from '../../../errors/index.ts';
import { duplicate, fieldError, forbidden, invalid } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../../object/kube-object.ts';
import { familyOfNetwork, networkErrors } from '../../../validation/cidr.ts';
import { labelValueErrors, qualifiedNameErrors } from '../../../validation/names.ts';
import { objectsIn, specOf, valueAt } from '../fields.ts';
import { milliOf } from '../quantity.ts';
import type { Check } from './checks.ts';
import { all, each, fields, needed, oneOf, repeats, textOf, wrong } from './checks.ts';
import { isWhole } from './resource-name.ts';
import { notNegativeAmount } from './resources.ts';

const taint = fields({
  key: (value, path) => wrong(value ?? '', path, qualifiedNameErrors(textOf(value))),
  value: (value, path) => {
    const problems = labelValueErrors(textOf(value));
    return problems.length > 0 ? [invalid(path, value, problems.join(';'))] : [];
  },
  effect: needed(oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute')),
});

/** As an error's message shows Kubernetes' own struct. */
const taintAsGo = ({ key, value, effect, timeAdded }: JsonObject): JsonObject => ({
  Key: key ?? '',
  Value: value ?? '',
  Effect: effect ?? '',
  TimeAdded: timeAdded ?? null,
});

const distinctTaints: Check = (value, path) => {
  const taints = objectsIn(value);
  const known = repeats(taints.map(({ key, effect }) => [key, effect]));
  return taints.flatMap((one, index) => {
    const detail = 'taints must be unique by key and effect pair';
    return known[index]
      ? [fieldError({ type: 'duplicate', field: `${path}[${index}]`, value: taintAsGo(one), detail })]
      : [];
  });
};

const networks: Check = (value, path) => {
  const texts = Array.isArray(value) ? (value as string[]) : [];
  const errors = texts.flatMap((text, index) => wrong(text, `${path}[${index}]`, networkErrors(text)));
  if (errors.length > 0 || texts.length < 2) return errors;
  const isDual = texts.length === 2 && new Set(texts.map(familyOfNetwork)).size === 2;
  return isDual ? [] : [invalid(path, texts, 'may specify no more than one CIDR for each IP family')];
};

const amounts: Check = (value, path) =>
  Object.entries(isJsonObject(value) ? value : {}).flatMap(([name, amount]) => {
    const isBroken = isWhole(name) && milliOf(String(amount)) % 1000n !== 0n;
    return [
      ...notNegativeAmount(amount, `${path}.${name}`),
      ...(isBroken ? [invalid(`${path}.${name}`, amount, 'must be an integer')] : []),
    ];
  });

const RULES = fields({ 'spec.podCIDRs': networks, 'status.capacity': amounts, 'status.allocatable': amounts });

/** What is wrong with a node (core/v1, ValidateNode). */
export const nodeErrors = (object: KubeObject): FieldError[] => [
  ...RULES(object, ''),
  // kube-apiserver says that they are there.
  ...all(each(taint), distinctTaints)(specOf(object)['taints'], 'metadata.taints'),
];

/** What of a node stays once it is known, and what it says twice (core/v1, ValidateNodeUpdate). */
export function nodeUpdateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const fixed = ['podCIDRs', 'providerID'].filter((name) => before[name] && !equalJson(spec[name], before[name]));
  const addresses = objectsIn(valueAt(object, 'status', 'addresses')).map(({ type, address }) => ({
    Type: type ?? '',
    Address: address ?? '',
  }));
  return [
    ...nodeErrors(object),
    ...fixed.map((name) => {
      const told = name === 'podCIDRs' ? 'podCIDR' : name;
      return forbidden(`spec.${name}`, `node updates may not change ${told} except from "" to valid`);
    }),
    ...(spec['externalID'] === before['externalID'] ? [] : [forbidden('spec.externalID', 'may not be updated')]),
    ...addresses.flatMap((one, index) =>
      addresses.slice(0, index).some((other) => equalJson(one, other))
        ? [duplicate(`status.addresses[${index}]`, one)]
        : [],
    ),
  ];
}
