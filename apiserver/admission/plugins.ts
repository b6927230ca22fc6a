import { UsageError } from '../errors/usage-error.ts';
import type { Admission } from '../rest/dependencies.ts';
import type { Store } from '../storage/index.ts';
import { defaultStorageClass } from './default-storage-class.ts';
import { serviceAccountAdmission } from './service-account.ts';
import { storageProtection } from './storage-protection.ts';

/**
 * Admission plugins to switch on, by their names in Kubernetes: each is of use only beside the controller it needs, which
 * makes the accounts, or takes the finalizers away again.
 */
const OPTIONAL: Readonly<Record<string, (store: Store) => Admission>> = {
  ServiceAccount: serviceAccountAdmission,
  StorageObjectInUseProtection: storageProtection,
};

/** The plugins that always run, and those of a list of names separated by commas. @throws UsageError for a name of none */
export function admissionPlugins(names: string, store: Store): Admission[] {
  const enabled = names.split(',').filter((name) => name !== '');
  const unknown = enabled.find((name) => !Object.hasOwn(OPTIONAL, name));
  if (unknown !== undefined) {
    const known = Object.keys(OPTIONAL).join(', ');
    throw new UsageError(`--enable-admission-plugins: ${JSON.stringify(unknown)} is none of ${known}`);
  }
  const optional = Object.entries(OPTIONAL).filter(([name]) => enabled.includes(name));
  return [...optional.map(([, plugin]) => plugin(store)), defaultStorageClass(store)];
}
