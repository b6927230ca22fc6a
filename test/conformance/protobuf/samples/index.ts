import type { Sample } from '../sample.ts';
import { ACCESS_SAMPLES } from './access.ts';
import { CORE_SAMPLES } from './core.ts';
import { OTHER_SAMPLES } from './others.ts';
import { WORKLOAD_SAMPLES } from './workloads.ts';

export const SAMPLES: readonly Sample[] = [...CORE_SAMPLES, ...WORKLOAD_SAMPLES, ...ACCESS_SAMPLES, ...OTHER_SAMPLES];
