import { Type, type Static } from 'typebox';
import { RSYNC_OPTION_PATTERN } from '../rsync/option-pattern.ts';
import { Duration, ObjectName, OneOf, Quantity } from '../schema/common.ts';
import { CRON_PATTERN } from '../schema/cron-pattern.ts';
import { intervalRule } from '../schema/interval-rule.ts';
import { TIME_ZONE_PATTERN, timeZoneRule } from '../schema/time-zone-rule.ts';
import { aboveZero, rules } from '../schema/validation-rule.ts';

/** User, host and port of an upstream, and the first letter of its module; a password has a rule of its own. */
const UPSTREAM_HEAD =
  '^(rsync://([^/@]*@)?([A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?|[[][0-9A-Fa-f:.]+[]])(:[0-9]{1,5})?/[^/]|[A-Za-z0-9_]([A-Za-z0-9.-]*[A-Za-z0-9.])?::[^/])';

/** Basic credentials for the upstream: keys of one Secret in the Job's namespace. */
export const UpstreamCredentials = Type.Object(
  {
    secretName: ObjectName({ description: 'Secret in the namespace of the Job.' }),
    usernameKey: Type.String({
      description: 'Key of the user name.',
      default: 'username',
      minLength: 1,
      maxLength: 253,
    }),
    passwordKey: Type.String({
      description: 'Key of the password.',
      default: 'password',
      minLength: 1,
      maxLength: 253,
    }),
  },
  { description: 'Login for the upstream, by Secret reference only.' },
);

/** What to mirror, when, and what must never happen. Names follow kubesync's `spec.config`. */
export const JobConfig = Type.Object(
  {
    upstream: Type.String({
      description: 'Where the data comes from: rsync://host[:port]/module/path or host::module/path.',
      pattern: '^(rsync://[^/?#\\s]+/[^\\s]+|[A-Za-z0-9.-]+::[^\\s]+)$',
      maxLength: 2048,
      ...rules(
        {
          rule: "!self.matches('^rsync://[^/]*:[^/]*@')",
          message: 'spec.config.upstream: must not hold a password; put it into a Secret and name that in credentials',
        },
        {
          rule: `self.matches('${UPSTREAM_HEAD}')`,
          message:
            'spec.config.upstream: needs a host and a module: rsync://host[:port]/module/path or host::module/path',
        },
      ),
    }),
    alias: Type.Optional(Type.String({ description: 'Name shown to visitors.', maxLength: 256 })),
    desc: Type.Optional(Type.String({ description: 'One line about the mirror.', maxLength: 4096 })),
    url: Type.Optional(Type.String({ description: 'Public address of the mirror, path or URL.', maxLength: 2048 })),
    helpUrl: Type.Optional(Type.String({ description: 'Page that tells visitors how to use it.', maxLength: 2048 })),
    type: OneOf(['mirror', 'proxy', 'git', 'external'], {
      description: 'What visitors find there.',
      default: 'mirror',
    }),
    provider: OneOf(['rsync'], { description: 'How the data is fetched.', default: 'rsync' }),
    interval: Duration({
      description: 'Pause between the END of a run and the start of the next, such as 90s, 30m, 6h or 1d.',
      default: '6h',
      ...rules(intervalRule),
    }),
    cron: Type.Optional(
      Type.String({
        description: 'Wall-clock schedule in place of the interval, five fields: "30 2 * * *".',
        maxLength: 128,
        ...rules({
          rule: `self.matches('${CRON_PATTERN}')`,
          message:
            'spec.config.cron: needs five fields: minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-7, such as "30 2 * * *"',
        }),
      }),
    ),
    timeZone: Type.String({
      description: 'IANA time zone of the cron schedule, such as UTC or Europe/Berlin.',
      default: 'UTC',
      pattern: TIME_ZONE_PATTERN,
      maxLength: 64,
      ...rules(timeZoneRule),
    }),
    jitter: Duration({
      description: 'Every start is put off by a stable part of this, so that mirrors do not start together.',
      default: '0s',
    }),
    retry: Type.Integer({
      description: 'Attempts of one run in all, the first included.',
      default: 2,
      minimum: 1,
      maximum: 100,
    }),
    timeout: Duration({ description: 'Longest time of one attempt; 0s is without limit.', default: '0s' }),
    ipFamily: Type.Optional(
      OneOf(['IPv4', 'IPv6'], { description: 'Use only this address family towards the upstream.' }),
    ),
    exclude: Type.Array(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        pattern: '^[^\\n\\r]+$',
        ...rules({
          rule: "self != '!'",
          message:
            'spec.config.exclude: "!" alone would clear every pattern before it, those of Durasync too; write "- !" for a file of that name',
        }),
      }),
      {
        description: "Patterns that are neither fetched nor deleted, in rsync's filter syntax.",
        default: [],
        maxItems: 1000,
      },
    ),
    excludeFile: Type.Optional(
      Type.String({
        description: 'File with further exclude patterns: a path on the volume of the Job, relative to its root.',
        pattern: '^[^/\\n\\r][^\\n\\r]*$',
        maxLength: 4096,
        ...rules({
          rule: "!self.matches('(^|/)[.][.](/|$)')",
          message: 'spec.config.excludeFile: must stay on the volume, without ".."',
        }),
      }),
    ),
    rsyncOptions: Type.Array(
      Type.String({
        pattern: '^-[^\\n\\r]*$',
        minLength: 2,
        maxLength: 512,
        ...rules({
          rule: `self.matches('${RSYNC_OPTION_PATTERN}')`,
          message:
            'spec.config.rsyncOptions: only options that choose what is transferred and how, each in one word with its value; those that run a program (-e, --rsh), serve (--daemon), reach outside of the mirror, delete early or change the output are refused',
        }),
      }),
      {
        description:
          'Further options of rsync that choose what is transferred and how, one word an item, after the defaults.',
        default: [],
        maxItems: 64,
      },
    ),
    credentials: Type.Optional(UpstreamCredentials),
    bandwidthLimit: Type.Optional(
      Quantity({
        description: 'Most bytes a second taken from the upstream, such as 16Mi.',
        ...rules(aboveZero('spec.config.bandwidthLimit', 'leave it out for no limit')),
      }),
    ),
    successExitCodes: Type.Array(Type.Integer({ minimum: 1, maximum: 255 }), {
      description: "rsync's exit codes that count as success besides 0, for example 23 and 24.",
      default: [],
      maxItems: 32,
      'x-kubernetes-list-type': 'set',
    }),
    maxDelete: Type.String({
      description:
        'A run that would delete more than this is refused and the mirror stays as it was: a number of files, a share of the files there ("50%"), or "unlimited".',
      pattern: '^([0-9]{1,12}|(100|[0-9]{1,2})%|unlimited)$',
      default: '50%',
    }),
    minFree: Quantity({ description: 'Space that a run must leave free on the volume.', default: '64Mi' }),
  },
  { description: 'What to mirror and when.' },
);

export type JobConfig = Static<typeof JobConfig>;
