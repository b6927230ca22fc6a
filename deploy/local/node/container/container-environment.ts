import type { Container, EnvFromSource, EnvVar, KeySelector } from '../../controllers/objects/pod.ts';
import { expandVariables } from './expand-variables.ts';
import { fieldValue, resourceValue, type PodFacts } from './field-path.ts';

/** ConfigMaps and Secrets by name, decoded to text; a name that is missing in the map does not exist. */
export interface Sources {
  readonly configMaps: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly secrets: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Kubernetes' reason CreateContainerConfigError: the pod waits until what it names exists. */
export class ContainerConfigError extends Error {
  override readonly name = 'ContainerConfigError';
}

const VARIABLE = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/**
 * A container's variables in order: envFrom first, then env, where later ones see earlier ones as `$(NAME)`.
 * @throws ContainerConfigError when a ConfigMap, a Secret or a key that is not optional is missing
 */
export function containerEnvironment(container: Container, facts: PodFacts, sources: Sources): Map<string, string> {
  const values = new Map<string, string>();
  for (const from of container.envFrom ?? []) {
    for (const [key, value] of Object.entries(bulk(from, sources))) {
      const name = `${from.prefix ?? ''}${key}`;
      if (VARIABLE.test(name)) values.set(name, value);
    }
  }
  for (const variable of container.env ?? []) {
    const value = variableValue(variable, container, facts, { sources, values });
    if (value !== undefined) values.set(variable.name, value);
  }
  return values;
}

/** Names of the ConfigMaps and Secrets that a container's variables come from. */
export function environmentSources(container: Container): { configMaps: string[]; secrets: string[] } {
  const from = container.envFrom ?? [];
  const refs = (container.env ?? []).map((variable) => variable.valueFrom);
  const names = (list: readonly (string | undefined)[]): string[] => [
    ...new Set(list.filter((name) => name !== undefined)),
  ];
  return {
    configMaps: names([...from.map((f) => f.configMapRef?.name), ...refs.map((ref) => ref?.configMapKeyRef?.name)]),
    secrets: names([...from.map((f) => f.secretRef?.name), ...refs.map((ref) => ref?.secretKeyRef?.name)]),
  };
}

function bulk({ configMapRef, secretRef }: EnvFromSource, sources: Sources): Readonly<Record<string, string>> {
  const ref = configMapRef ?? secretRef;
  if (!ref) return {};
  const data = (configMapRef ? sources.configMaps : sources.secrets).get(ref.name);
  if (!data && ref.optional !== true)
    throw new ContainerConfigError(`${configMapRef ? 'configmap' : 'secret'} "${ref.name}" not found`);
  return data ?? {};
}

interface Scope {
  readonly sources: Sources;
  readonly values: ReadonlyMap<string, string>;
}

function variableValue(variable: EnvVar, container: Container, facts: PodFacts, scope: Scope): string | undefined {
  const from = variable.valueFrom;
  if (!from) return expandVariables(variable.value ?? '', scope.values);
  if (from.configMapKeyRef) return keyValue(from.configMapKeyRef, scope.sources.configMaps, 'configmap');
  if (from.secretKeyRef) return keyValue(from.secretKeyRef, scope.sources.secrets, 'secret');
  if (from.fieldRef) return fieldValue(from.fieldRef.fieldPath, facts);
  if (!from.resourceFieldRef) return undefined;
  const { containerName = container.name, resource, divisor = '1' } = from.resourceFieldRef;
  const other = facts.pod.spec.containers.find(({ name }) => name === containerName);
  const subject = containerName === container.name ? container : (other ?? container);
  return resourceValue(subject, resource, divisor, facts.capacity);
}

function keyValue(ref: KeySelector, all: Sources['secrets'], what: string): string | undefined {
  const data = all.get(ref.name);
  const value = data?.[ref.key];
  if (value !== undefined || ref.optional === true) return value;
  throw new ContainerConfigError(
    data ? `couldn't find key ${ref.key} in ${what} ${ref.name}` : `${what} "${ref.name}" not found`,
  );
}
