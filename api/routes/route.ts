import type { Request, Response } from 'express';
import type { Static, TObject } from 'typebox';
import type { Access, Caller } from '../auth/caller.ts';
import type { ComponentName } from '../openapi/components.ts';
import type { PathParameter } from './path-parameters.ts';

/** A right on Jobs that a route demands; namespace and name are those of its path. */
export interface RequiredAccess extends Pick<Access, 'verb' | 'subresource'> {
  /** Demanded only when the answer is a stream of events. */
  readonly onlyForStream?: boolean;
}

/** One kind of answer: its media types, each with a component of the OpenAPI document or none for plain text. */
export interface RouteAnswer {
  readonly description: string;
  readonly content?: Readonly<Record<string, ComponentName | 'text'>>;
}

/** The body a route reads. */
export interface RouteBody {
  readonly mediaType: 'application/json' | 'application/merge-patch+json';
  readonly schema: ComponentName;
}

/** What a handler gets; everything in it was checked. */
export interface RouteContext<Query = unknown> {
  readonly request: Request;
  readonly response: Response;
  /** Empty text for what the path does not name. */
  readonly params: Readonly<Record<PathParameter, string>>;
  readonly query: Query;
  /** An object when the route has a body. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly caller: Caller | undefined;
  /** The client prefers `text/event-stream`, and the route has it. */
  readonly wantsStream: boolean;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
  /** Throws when the caller's token or rights are gone; streams call it now and then. */
  readonly checkAgain: () => Promise<void>;
}

/** One row of the table from which both the router and the OpenAPI document are made. */
export interface Route<Query = unknown> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** An OpenAPI path template. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: 'jobs' | 'runs' | 'service';
  /** Left out: open to everybody. */
  readonly access?: readonly RequiredAccess[];
  readonly query?: TObject;
  /** Request headers that the route reads besides the common ones, with what they mean. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RouteBody;
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  handle(context: RouteContext<Query>): Promise<void>;
}

/** Types a route's query after its schema. */
export function defineRoute<Q extends TObject>(route: Omit<Route<Static<Q>>, 'query'> & { readonly query: Q }): Route {
  // The router checks the query against the schema before it calls the handler.
  return { ...route, handle: (context) => route.handle(context as RouteContext<Static<Q>>) };
}
