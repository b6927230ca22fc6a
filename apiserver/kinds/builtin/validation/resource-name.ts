import type { FieldError } from '../../../errors/index.ts';
import { invalid } from '../../../errors/index.ts';
import { qualifiedNameErrors } from '../../../validation/names.ts';

const OF_CONTAINERS = ['cpu', 'memory', 'ephemeral-storage'];
const COUNTED = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const STANDARD = new Set([
  ...OF_CONTAINERS,
  ...OF_CONTAINERS.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  ...COUNTED,
  'storage',
  'requests.storage',
]);

const isHugePage = (name: string): boolean => name.startsWith('hugepages-');
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');

/** Whether more of it may be given away than there is. */
export const isOvercommitAllowed = (name: string): boolean => isNative(name) && !isHugePage(name);

/** Of what an administrator made up. */
export function isExtended(name: string): boolean {
  if (isNative(name) || name.startsWith('requests.')) return false;
  return qualifiedNameErrors(`requests.${name}`).length === 0;
}

/** Whether there are only whole ones of it. */
export const isWhole = (name: string): boolean => COUNTED.includes(name) || isExtended(name);

/** What is wrong with the name of a resource (core/v1, validateResourceName). */
export function resourceNameErrors(name: string, path: string): FieldError[] {
  const problems = qualifiedNameErrors(name).map((detail) => invalid(path, name, detail));
  if (problems.length > 0 || name.includes('/')) return problems;
  const isStandard = STANDARD.has(name) || isHugePage(name) || isHugePage(name.replace(/^requests\./, ''));
  return isStandard ? [] : [invalid(path, name, 'must be a standard resource type or fully qualified')];
}

/** What is wrong with the name of what a container has. */
export function containerResourceNameErrors(name: string, path: string): FieldError[] {
  const problems = resourceNameErrors(name, path);
  const wrong = (detail: string): FieldError[] => [...problems, invalid(path, name, detail)];
  if (!name.includes('/')) {
    const isKnown = OF_CONTAINERS.includes(name) || isHugePage(name);
    return isKnown ? problems : wrong('must be a standard resource for containers');
  }
  return isNative(name) || isExtended(name) ? problems : wrong("doesn't follow extended resource name standard");
}
