import { pino } from 'pino';
import packageJson from '../package.json' with { type: 'json' };
import { runOperator } from './run-operator.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env, packageJson.version);
const stop = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
await runOperator(settings, pino({ name: 'operator', level: settings.logLevel }), stop.signal);
