import { MIRROR_GROUP } from '../../resources/job/job.ts';
import { ProblemError } from '../http/problem.ts';
import type { Access, Authenticator, Authorizer, Caller } from './caller.ts';

/** Lets callers through, or throws the problem that says what is missing. */
export interface Gatekeeper {
  /** Who sends this `Authorization` header. */
  identify(authorization: string | undefined): Promise<Caller>;
  /** Returns when the caller has all the rights. */
  demand(caller: Caller, accesses: readonly Access[]): Promise<void>;
}

/** Create a gatekeeper that asks these two. */
export function createGatekeeper(authenticator: Authenticator, authorizer: Authorizer): Gatekeeper {
  return {
    async identify(authorization) {
      const token = bearerToken(authorization);
      if (token === undefined) throw unauthenticated('Send `Authorization: Bearer <Kubernetes token>`.', '');
      const caller = await authenticator.authenticate(token);
      if (!caller) throw unauthenticated('The token is not valid or has expired.', ', error="invalid_token"');
      return caller;
    },
    async demand(caller, accesses) {
      const answers = await Promise.all(accesses.map((access) => authorizer.authorize(caller, access)));
      const missing = accesses[answers.indexOf(false)];
      if (missing) throw new ProblemError('forbidden', { detail: missingRight(caller, missing) });
    },
  };
}

/** The token of a bearer header (RFC 6750 §2.1); undefined when there is none. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
}

function unauthenticated(detail: string, error: string): ProblemError {
  return new ProblemError('unauthenticated', {
    detail,
    headers: { 'www-authenticate': `Bearer realm="durasync"${error}` },
  });
}

function missingRight({ username }: Caller, { verb, subresource, namespace, name }: Access): string {
  const resource = subresource ? `jobs/${subresource}` : 'jobs';
  const object = name ? ` "${name}"` : '';
  const where = namespace ? `in namespace "${namespace}"` : 'in all namespaces';
  return `"${username}" lacks the verb "${verb}" on ${resource}.${MIRROR_GROUP}${object} ${where}.`;
}
