import type { RestDependencies } from '../rest/dependencies.ts';
import type { BodyDecoders } from './body-decoder.ts';

export type HandlerDependencies = {
  readonly rest: RestDependencies;
  readonly decoders: BodyDecoders;
  /** Of a watch without a time-out of its own; a request's other work must end within it too. */
  readonly requestTimeoutMs: number;
};
