/** What a server answered, and what of it matters. */
export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly warnings: readonly string[];
  /** JSON, the events of a watch, or a text. */
  readonly body: unknown;
};

/** One request. `{ns}` in paths and bodies is a namespace of the sequence's own, `{id}` a word of its own,
 * `{hook}` where webhooks are, `{ca}` what to trust, `"{port}"` their port. */
export type Step = {
  readonly method: string;
  readonly path: string;
  /** Sent as JSON; a text or bytes as they are. May use what was answered before. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  /** Whom it is sent as (impersonation), of no group but system:authenticated. */
  readonly as?: string;
  /** Others than those the fields here stand for; they win. A list is sent as several lines. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Before it is sent the server forgets all versions of objects but the present one. */
  readonly compacts?: true;
  /** Sent again until this holds. */
  readonly until?: (answer: Answer) => boolean;
  /** Sent while this watch lasts. Its answer is `{events, isEarly, statuses}`: whether it ended before its timeoutSeconds, and theirs. */
  readonly during?: readonly Step[];
  /** The part of the body that is compared. */
  readonly select?: (body: unknown) => unknown;
};

/** A step may need to know what the server answered before. */
export type Steps = readonly (Step | ((past: readonly Answer[]) => Step))[];

export type Sequence = { readonly name: string; readonly steps: Steps };

export type Json = { readonly [field: string]: Json };

/** What an earlier answer says of its object. */
export const metadataOf = (answer: Answer | undefined): { uid: string; resourceVersion: string; continue: string } =>
  (answer?.body as { metadata: { uid: string; resourceVersion: string; continue: string } }).metadata;
