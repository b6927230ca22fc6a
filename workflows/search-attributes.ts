import { defineSearchAttributeKey, type SearchAttributePair, type SearchAttributeUpdatePair } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { Attributes } from './core/status/project-attributes.ts';

const keys = {
  MirrorJob: defineSearchAttributeKey('MirrorJob', 'KEYWORD'),
  MirrorWorker: defineSearchAttributeKey('MirrorWorker', 'KEYWORD'),
  UpstreamHost: defineSearchAttributeKey('UpstreamHost', 'KEYWORD'),
  JobState: defineSearchAttributeKey('JobState', 'KEYWORD'),
  LastResult: defineSearchAttributeKey('LastResult', 'KEYWORD'),
  Trigger: defineSearchAttributeKey('Trigger', 'KEYWORD'),
  NextSyncAt: defineSearchAttributeKey('NextSyncAt', 'DATETIME'),
  Bytes: defineSearchAttributeKey('Bytes', 'INT'),
};

/** Sets search attributes of this workflow; null takes one away. */
export function upsertAttributes(attributes: Attributes): void {
  upsertSearchAttributes(toPairs(attributes) as SearchAttributeUpdatePair[]);
}

/** Search attributes for a child's start, where there is nothing to take away. */
export function startAttributes(attributes: Attributes): SearchAttributePair[] {
  return toPairs(attributes).filter(({ value }) => value !== null) as SearchAttributePair[];
}

function toPairs(attributes: Attributes) {
  return Object.entries(attributes).map(([name, value]: [string, string | number | null]) => ({
    key: keys[name as keyof Attributes],
    value: name === 'NextSyncAt' && typeof value === 'string' ? new Date(value) : value,
  }));
}
