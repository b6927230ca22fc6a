/** Who sent a request, as the cluster knows them; `tokenHash` stands for the token, which is kept nowhere. */
export interface Caller {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
  readonly tokenHash: string;
}

/** What a caller wants to do with Jobs, in the words of cluster RBAC. */
export interface Access {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  readonly subresource?: 'command' | 'log';
  /** All namespaces when left out. */
  readonly namespace?: string;
  readonly name?: string;
}

/** Tells who holds a token; undefined when nobody does. Throws KubernetesError when the cluster cannot tell. */
export interface Authenticator {
  authenticate(token: string): Promise<Caller | undefined>;
}

/** Tells whether a caller may. Throws KubernetesError when the cluster cannot tell. */
export interface Authorizer {
  authorize(caller: Caller, access: Access): Promise<boolean>;
}
