import type { Answer } from '../access/reviews/answers.ts';
import type { TokenIssuer } from '../access/tokens/service-account-tokens.ts';
import type { KubeletClient } from '../kubelet/kubelet-client.ts';
import type { RestDependencies } from '../rest/dependencies.ts';
import type { BodyDecoders } from './body-decoder.ts';

export type HandlerDependencies = {
  readonly rest: RestDependencies;
  readonly decoders: BodyDecoders;
  /** Of the kinds that are questions, by kind. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Absent where service accounts get no tokens. */
  readonly tokenIssuer?: TokenIssuer;
  /** How pods' nodes are asked. */
  readonly kubelet: KubeletClient;
  /** Of a watch without a time-out of its own; a request's other work must end within it too. */
  readonly requestTimeoutMs: number;
  /** How often a watch that wants bookmarks has one. */
  readonly bookmarkIntervalMs: number;
};
