import type { Logger } from 'pino';
import type { Resource } from '../kinds/resource.ts';
import { StatusError } from '../errors/index.ts';
import type { RestDependencies, Target, User } from '../rest/dependencies.ts';

/** What the controllers inside the server work with. */
export type ControllerContext = { readonly rest: RestDependencies; readonly logger: Logger };

export type Controller = { stop(): void };

/** The controllers' own identity, as their admission and audit see it. */
export function controllerUser(name: string): User {
  const groups = ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'];
  return { name: `system:serviceaccount:kube-system:${name}`, groups };
}

export function targetOf(resource: Resource, object: { namespace: string; name: string }, user: User): Target {
  return { resource, ...object, subresource: '', user, dryRun: false };
}

/** Runs `work`; what another client did meanwhile, deleting or changing the same object, is no failure. */
export async function unlessOvertaken(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isOvertaken = error instanceof StatusError && [404, 409].includes(error.status.code);
    if (!isOvertaken) throw error;
  }
}
