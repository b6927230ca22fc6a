import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { WriteOptions } from '../../../kubernetes/kubernetes-client.ts';
import { OneOf } from '../../../resources/schema/common.ts';

/** Query of the routes that write a Job. */
export const WriteQuery = Type.Object(
  {
    dryRun: Type.Optional(
      OneOf(['All', 'true', '1', ''], { description: 'Check everything and answer as if, but change nothing.' }),
    ),
  },
  { additionalProperties: false },
);

/** How a Job is written: with the API as the owner of the fields. */
export const writeOptions = ({ dryRun }: Static<typeof WriteQuery>, signal: AbortSignal): WriteOptions => ({
  dryRun: dryRun !== undefined,
  fieldManager: 'durasync-api',
  timeoutMs: 15_000,
  signal,
});
