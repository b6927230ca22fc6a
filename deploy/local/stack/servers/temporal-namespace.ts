import { setTimeout as delay } from 'node:timers/promises';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common';
import type { SearchAttributes, SearchAttributeType } from './search-attributes.ts';

export type NamespaceSpec = {
  readonly address: string;
  readonly namespace: string;
  readonly searchAttributes: SearchAttributes;
  /** How long closed runs are kept. Days. */
  readonly retentionDays: number;
};

const DAY_MS = 86_400_000;
const CALL_TIMEOUT_MS = 5_000;
const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 50;
const ALREADY_EXISTS = 6;

/** The numbers of `temporal.api.enums.v1.IndexedValueType`. */
const TYPE_NUMBERS: Readonly<Record<SearchAttributeType, number>> = { Keyword: 2, Int: 3, Datetime: 6 };

/** Whether a Temporal frontend answers at the address within 2 s. */
export async function temporalAnswers(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  await connection.close();
  return true;
}

/**
 * Registers a namespace and its search attributes where they are missing, and waits until the namespace can be used:
 * the frontend learns of a new one with a delay of up to two seconds.
 */
export async function ensureNamespace(spec: NamespaceSpec): Promise<void> {
  const connection = await Connection.connect({ address: spec.address, connectTimeout: CALL_TIMEOUT_MS });
  try {
    await withDeadline(connection, () => register(connection, spec));
    await until(() => withDeadline(connection, () => addMissingAttributes(connection, spec)));
    await until(() => withDeadline(connection, () => listOnce(connection, spec.namespace)));
  } finally {
    await connection.close();
  }
}

function withDeadline(connection: Connection, call: () => Promise<void>): Promise<void> {
  return connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, call);
}

async function register(connection: Connection, spec: NamespaceSpec): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({
      namespace: spec.namespace,
      workflowExecutionRetentionPeriod: msToTs(spec.retentionDays * DAY_MS),
    });
  } catch (error) {
    if (!isGrpcServiceError(error) || Number(error.code) !== ALREADY_EXISTS) throw error;
  }
}

async function addMissingAttributes(connection: Connection, spec: NamespaceSpec): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: spec.namespace });
  const missing = Object.entries(spec.searchAttributes).filter(([name]) => customAttributes[name] === undefined);
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace: spec.namespace,
    searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, TYPE_NUMBERS[type]])),
  });
}

async function listOnce(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
}

/** Repeats a call until it succeeds; throws its last error after 30 s. */
async function until(call: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
