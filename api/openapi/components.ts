import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { fromTypeBox, objectSchema } from '../../resources/json-schema.ts';
import type { JsonSchema } from '../../resources/json-schema.ts';
import { jobKind } from '../../resources/job/job.ts';
import { JOB_STATES, JobProgress, JobStats } from '../../resources/job/job-status.ts';
import { OneOf, Time } from '../../resources/schema/common.ts';
import { COMMANDS } from '../../workflows/messages.ts';
import { RUN_STATES } from '../contract.ts';

const nullable = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const integer = (description: string) => Type.Integer({ description, minimum: 0 });

/** Body of a command. */
export const CommandRequest = Type.Object(
  {
    command: OneOf(COMMANDS, { description: 'What the Job is told to do.' }),
    force: Type.Optional(
      Type.Boolean({ description: 'Start although the Job is paused, backing off or waiting for its turn.' }),
    ),
    allowDelete: Type.Optional(Type.Boolean({ description: 'Let this run delete more than maxDelete.' })),
    commandId: Type.Optional(
      Type.String({
        description: 'The same id given twice is carried out once; a new one is made when it is left out.',
        pattern: '^[A-Za-z0-9._:-]{1,128}$',
      }),
    ),
  },
  { additionalProperties: false, description: 'A command to a Job.' },
);

const CommandResult = Type.Object(
  {
    state: OneOf(JOB_STATES, { description: 'State after the command.' }),
    runSeq: integer('Number of the run under way, or of the last one.'),
    changed: Type.Boolean({ description: 'False when there was nothing to do.' }),
    message: Type.String({ description: 'A sentence for people.' }),
    nextSchedule: nullable(Time({ description: 'When the next run is due.' })),
  },
  { description: 'Answer to a command.' },
);

const Run = Type.Object(
  {
    seq: integer('Number of the run.'),
    workflowId: Type.String({ description: 'Id of its workflow.' }),
    runId: Type.String({ description: 'Id of the execution of that workflow.' }),
    state: OneOf(RUN_STATES, { description: 'Where the run is.' }),
    trigger: nullable(Type.String({ description: 'What started it.' })),
    result: nullable(Type.String({ description: '`success`, or the kind of failure.' })),
    startedAt: Time({ description: 'When it started.' }),
    endedAt: nullable(Time({ description: 'When it ended.' })),
    durationMs: nullable(integer('How long it took, milliseconds.')),
    bytes: nullable(integer('Size of the mirror after the run.')),
    stats: Type.Optional(JobStats),
    message: Type.Optional(Type.String({ description: 'Why it failed; only where one run is asked for.' })),
  },
  { description: 'One run of a Job.' },
);

const WorkerProgress = Type.Object(
  {
    runSeq: integer('Number of the run.'),
    attempt: integer('Attempt of that run.'),
    progress: nullable(JobProgress),
  },
  { description: 'Live figures of a worker.' },
);

const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:durasync:problem:…, stable.' }),
    title: Type.String({ description: 'The same for every problem of the type.' }),
    status: Type.Integer({ description: 'HTTP status.' }),
    detail: Type.String({ description: 'What happened and what to do.' }),
    instance: Type.Optional(Type.String({ description: 'urn:durasync:request:<id>, as in X-Request-Id.' })),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
        description: 'Fields that are wrong.',
      }),
    ),
  },
  { description: 'RFC 9457 problem document.' },
);

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const page = (item: string, token: string): JsonSchema => ({
  type: 'object',
  description: `A page of ${item}s.`,
  required: ['items'],
  properties: {
    items: { type: 'array', items: ref(item) },
    [token]: { type: 'string', description: 'Give it back for the next page; absent on the last.' },
  },
});

/** Schemas that the OpenAPI document refers to by name. */
export const components = {
  Job: objectSchema(jobKind),
  JobPatch: { type: 'object', description: 'A JSON merge patch (RFC 7396) of a Job.' },
  JobPage: page('Job', 'continue'),
  CommandRequest: fromTypeBox(CommandRequest),
  CommandResult: fromTypeBox(CommandResult),
  Run: fromTypeBox(Run),
  RunPage: page('Run', 'nextPageToken'),
  WorkerProgress: fromTypeBox(WorkerProgress),
  JobEvent: {
    description: 'Server-sent events: the event name, and the properties of its data.',
    oneOf: [
      event('command', { result: ref('CommandResult') }),
      event('status', { job: ref('Job') }),
      event('progress', { progress: ref('WorkerProgress') }),
      event('end', { job: ref('Job') }),
    ],
  },
  LogEvent: {
    description: 'Server-sent events of a followed log; `end` when the run has ended.',
    oneOf: [event('log', { text: { type: 'string' } }), event('end', {})],
  },
  Readiness: {
    type: 'object',
    description: 'Whether what the API depends on answers.',
    properties: { ready: { type: 'boolean' }, checks: { type: 'object', additionalProperties: { type: 'boolean' } } },
  },
  OpenApi: { type: 'object', description: 'This document.' },
  Problem: fromTypeBox(Problem),
} as const satisfies Record<string, JsonSchema>;

export type ComponentName = keyof typeof components;

function event(name: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', title: name, required: Object.keys(properties), properties };
}
