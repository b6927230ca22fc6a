import type { Body, JsonClient } from '../../../../support/apiserver/json-client.ts';
import { NoAnswer } from '../../../../support/apiserver/json-client.ts';

const COLLECTION = '/api/v1/namespaces/default/configmaps';
export const COUNTER = 'counter';
const ONE = `${COLLECTION}/${COUNTER}`;

/** An object several clients raise by one at a time; the one that read an old state is refused and reads again. */
export class SharedCounter {
  #acknowledged = 0;
  #unknown = 0;

  async create(client: JsonClient): Promise<void> {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: COUNTER }, data: { count: '0' } };
    const { status } = await client.send({ method: 'POST', path: COLLECTION, body });
    if (status !== 201) throw new Error(`the counter's creation was answered ${status}`);
  }

  /** @returns false once the server does not answer */
  async raise(client: JsonClient): Promise<boolean> {
    let isSent = false;
    try {
      const { status: read, body } = await client.send({ method: 'GET', path: ONE });
      if (read !== 200) return false;
      isSent = true;
      const { status } = await client.send({ method: 'PUT', path: ONE, body: raised(body) });
      if (status === 200) this.#acknowledged++;
      if (status >= 500) this.#unknown++;
      return status < 500;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (isSent) this.#unknown++;
      return false;
    }
  }

  /** @throws if an acknowledged raise is lost, or one was done that nobody asked for */
  async verify(client: JsonClient): Promise<void> {
    const { body } = await client.send({ method: 'GET', path: ONE });
    const count = countOf(body);
    const most = this.#acknowledged + this.#unknown;
    if (count < this.#acknowledged || count > most) {
      throw new Error(`the counter is ${count}, not ${this.#acknowledged} to ${most}`);
    }
    this.#acknowledged = count;
    this.#unknown = 0;
  }
}

const countOf = (body: Body): number => Number((body['data'] as { count: string }).count);

const raised = (body: Body): object => ({ ...body, data: { count: String(countOf(body) + 1) } });
