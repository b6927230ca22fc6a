import fc from 'fast-check';
import { randomSeed } from './random.ts';

/** Jest's setupFiles of every project: properties are checked with the same cases in each run. */
fc.configureGlobal({ seed: randomSeed() });
