/** What all Jobs' pods have in common; given to the operator by its environment. */
export interface JobSettings {
  /** Images for Jobs that name none. */
  readonly images: { readonly worker: string; readonly front: string; readonly rsync: string };
  /** Temporal as the workers reach it. */
  readonly temporal: { readonly address: string; readonly namespace: string };
  /** Ed25519 public key, SPKI PEM, by which workers check the tokens of their HTTP API. */
  readonly workerTokenPublicKey: string;
}
