import { jobKind } from './job/job.ts';
import type { Kind } from './kind.ts';

/** Every kind of this project; the generator and the API server read this list. */
export const kinds: readonly Kind[] = [jobKind];
