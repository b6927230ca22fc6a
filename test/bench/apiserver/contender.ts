/** One of the two servers that are compared. */
export type Contender = {
  readonly name: string;
  readonly url: string;
  /** PEM of the authority its certificate is signed by. */
  readonly ca: string;
  /** Starts it on an empty store; resolves once its processes are spawned. */
  start(): Promise<void>;
  /** Stops it and empties its store; its certificates and keys stay. */
  reset(): Promise<void>;
  /** Of the processes that run now. */
  pids(): readonly number[];
};

/** By token: one in system:masters, who prepares, and one whom roles let in, who is measured. */
export const ADMIN = { token: 'bench-admin-token', user: 'admin', groups: ['system:masters'] } as const;
export const CLIENT = { token: 'bench-client-token', user: 'bench', groups: ['bench'] } as const;
