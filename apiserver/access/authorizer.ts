import type { User } from '../rest/dependencies.ts';

/** What a request wants to do (authorization.k8s.io, ResourceAttributes and NonResourceAttributes). */
export type AccessRequest = {
  readonly user: User;
  readonly verb: string;
  readonly path: string;
  /** Absent for paths that are no resource. */
  readonly resource?: {
    readonly group: string;
    readonly version: string;
    readonly resource: string;
    readonly subresource: string;
    readonly namespace: string;
    readonly name: string;
  };
};

export type AccessDecision = { readonly allowed: boolean; readonly reason: string };

export type Authorizer = (request: AccessRequest) => Promise<AccessDecision>;

/** Open to all; they tell nothing but that the server runs (system:public-info-viewer). */
export const PUBLIC_PATHS = new Set(['/healthz', '/livez', '/readyz', '/version']);

/** Whoever was authenticated may do everything: a server of one's own. */
export const allowAuthenticated: Authorizer = async ({ user, path }) => ({
  allowed: user.groups.includes('system:authenticated') || PUBLIC_PATHS.has(path),
  reason: '',
});
