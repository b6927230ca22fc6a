import { pino } from 'pino';
import type { KubernetesObject } from '../../../../resources/kind.ts';

export const silent = pino({ level: 'silent' });

/** A ConfigMap as a test sees it. */
export interface Thing extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** A namespaced object; `resourceVersion` also makes its uid unless given. */
export function thing(name: string, resourceVersion: string, extra: Partial<Thing['metadata']> = {}): Thing {
  const metadata = { name, namespace: 'ns', resourceVersion, uid: `uid-${name}`, ...extra };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata };
}
