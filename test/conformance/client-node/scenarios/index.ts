import type { Scenario } from '../scenario.ts';
import { STREAM_SCENARIOS } from './streams.ts';
import { TYPED_SCENARIOS } from './typed.ts';
import { UNTYPED_SCENARIOS } from './untyped.ts';

export const SCENARIOS: readonly Scenario[] = [...TYPED_SCENARIOS, ...UNTYPED_SCENARIOS, ...STREAM_SCENARIOS];
