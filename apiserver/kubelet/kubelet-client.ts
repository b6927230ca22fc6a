import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { NodeEndpoint } from './node-endpoint.ts';
import { DEFAULT_ADDRESS_TYPES } from './node-endpoint.ts';

/** How nodes are spoken to; texts are PEM. */
export type KubeletClientOptions = {
  readonly cert?: string;
  readonly key?: string;
  /** Signs the nodes' serving certificates; without it they are not verified, as in kube-apiserver. */
  readonly ca?: string;
  /** Kinds of a node's addresses, those to take first; default DEFAULT_ADDRESS_TYPES. */
  readonly preferredAddressTypes?: readonly string[];
};

export type KubeletRequest = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  /** The node's certificate need not be known. */
  readonly insecure?: boolean;
};

export type KubeletAnswer = { readonly response: IncomingMessage; readonly socket?: Socket };

/** A node that does not begin to answer within this time is not there. */
const ANSWER_MS = 30_000;

/** Asks nodes for what only they know. */
export class KubeletClient {
  readonly preferredAddressTypes: readonly string[];
  readonly #verifying: Agent;
  readonly #trusting: Agent;

  constructor({ cert, key, ca, preferredAddressTypes = DEFAULT_ADDRESS_TYPES }: KubeletClientOptions) {
    this.preferredAddressTypes = preferredAddressTypes;
    // A connection a request: one that is upgraded, or followed for hours, cannot be shared.
    const own = { keepAlive: false, ...(cert && { cert }), ...(key && { key }) };
    this.#trusting = new Agent({ ...own, rejectUnauthorized: false });
    this.#verifying = ca ? new Agent({ ...own, ca }) : this.#trusting;
  }

  /**
   * Sends a request without a body. What comes after the answer's headers may take as long as it likes.
   * @throws Error if the node cannot be reached or is silent
   */
  async get(endpoint: NodeEndpoint, request: KubeletRequest): Promise<IncomingMessage> {
    return (await this.upgrade(endpoint, request)).response;
  }

  /**
   * Sends a request to change the protocol.
   * @returns the answer and, if the node agreed, the connection
   * @throws Error if the node cannot be reached or is silent
   */
  upgrade(
    { host, port }: NodeEndpoint,
    { method, path, headers = {}, insecure }: KubeletRequest,
  ): Promise<KubeletAnswer> {
    const agent = insecure ? this.#trusting : this.#verifying;
    return new Promise((resolve, reject) => {
      const request = httpsRequest({ host, port, method, path, headers, agent });
      const late = (): void => void request.destroy(new Error(`the node did not answer within ${ANSWER_MS / 1000} s`));
      const timer = setTimeout(late, ANSWER_MS);
      request.once('response', (response) => {
        clearTimeout(timer);
        resolve({ response });
      });
      request.once('upgrade', (response, socket, head) => {
        clearTimeout(timer);
        if (head.length > 0) socket.unshift(head);
        resolve({ response, socket });
      });
      request.once('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      request.end();
    });
  }
}
