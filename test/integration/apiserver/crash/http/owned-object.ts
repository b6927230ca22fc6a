import { isDeepStrictEqual } from 'node:util';
import type { Body, JsonAnswer, JsonClient, Request } from '../../../../support/apiserver/json-client.ts';
import { NoAnswer } from '../../../../support/apiserver/json-client.ts';
import { checkManagedFields } from './check-managed-fields.ts';
import type { Operation } from './operation.ts';
import { after, chooseVerb, outcomeOf, raisesGeneration, requestOf } from './operation.ts';
import type { State, TestKind } from './test-kinds.ts';
import type { Versions } from '../../../../support/apiserver/versions.ts';

/** A deletion's answer tells no version. */
export type Acknowledged = { readonly key: string; readonly version: number | undefined };

/** An object only one client writes to, with what it must be like. */
export class OwnedObject {
  readonly kind: TestKind;
  readonly name: string;
  readonly #versions: Versions;
  /** Undefined while there is none. */
  #object: Body | undefined;
  #state: State | undefined;
  /** A write that was not answered. */
  #pending: Operation | undefined;
  #turn = 0;

  constructor(kind: TestKind, name: string, versions: Versions) {
    this.kind = kind;
    this.name = name;
    this.#versions = versions;
  }

  get key(): string {
    return `${this.kind.plural} default/${this.name}`;
  }

  /** One write. @returns what was acknowledged; undefined if there was no answer */
  async write(client: JsonClient, random: () => number): Promise<Acknowledged | undefined> {
    const verb = chooseVerb(this.kind, this.#state, random());
    const operation = { verb, mark: `${this.name}-${++this.#turn}` };
    this.#pending = operation;
    const answer = await answerOf(client.send(this.#request(operation)));
    const isDone = answer && outcomeOf(answer);
    if (!answer || isDone === undefined) return undefined;
    if (!isDone) throw this.#fault(`${verb} was refused: ${JSON.stringify(answer.body)}`);
    this.#pending = undefined;
    this.#accept(operation, verb === 'delete' ? undefined : answer.body);
    return { key: this.key, version: verb === 'delete' ? undefined : Number(answer.body.metadata.resourceVersion) };
  }

  /** Looks whether the object is as it must be, after the server came back. */
  async verify(client: JsonClient): Promise<void> {
    const { status, body } = await client.send({ method: 'GET', path: `${this.kind.path}/${this.name}` });
    if (status !== 200 && status !== 404) throw this.#fault(`GET was answered ${status}`);
    const found = status === 404 ? undefined : body;
    const operation = this.#pending;
    this.#pending = undefined;
    if (isDeepStrictEqual(found, this.#object)) return;
    if (!operation) throw this.#fault(`${JSON.stringify(this.#object)} became ${JSON.stringify(found)}`);
    this.#accept(operation, found);
  }

  #request(operation: Operation): Request {
    const version = this.#object?.metadata.resourceVersion;
    return requestOf({ kind: this.kind, name: this.name, version }, operation);
  }

  /** @throws if the object is not what the write must leave */
  #accept(operation: Operation, object: Body | undefined): void {
    const expected = after(operation, this.#state);
    const state = object && this.kind.stateOf(object);
    if (!isDeepStrictEqual(state, expected)) {
      throw this.#fault(`${operation.verb} left ${JSON.stringify(state)}, not ${JSON.stringify(expected)}`);
    }
    if (object) this.#checkMetadata(operation, object);
    this.#object = object;
    this.#state = state;
  }

  #checkMetadata(operation: Operation, object: Body): void {
    const { metadata } = object;
    const before = this.#object?.metadata;
    const version = Number(metadata.resourceVersion);
    this.#versions.learn(version, this.key, object);
    if (before && metadata.uid !== before.uid) throw this.#fault('another uid');
    if (before && version <= Number(before.resourceVersion)) throw this.#fault('an older version');
    const expected = before?.generation === undefined ? metadata.generation : generationAfter(operation, before);
    if (metadata.generation !== expected) throw this.#fault(`generation ${metadata.generation}, not ${expected}`);
    checkManagedFields(this.kind, object);
  }

  #fault(what: string): Error {
    return new Error(`${this.key} (last write ${this.#turn}): ${what}`);
  }
}

const generationAfter = (operation: Operation, { generation = 0 }: { generation?: number }): number =>
  generation + (raisesGeneration(operation) ? 1 : 0);

async function answerOf(sending: Promise<JsonAnswer>): Promise<JsonAnswer | undefined> {
  try {
    return await sending;
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}
