import type { Script } from '../script.ts';
import { ACCESS_SCRIPTS } from './access.ts';
import { APPLYING_SCRIPTS } from './applying.ts';
import { CHANGING_SCRIPTS } from './changing.ts';
import { READING_SCRIPTS } from './reading.ts';

export const SCRIPTS: readonly Script[] = [
  ...READING_SCRIPTS,
  ...APPLYING_SCRIPTS,
  ...CHANGING_SCRIPTS,
  ...ACCESS_SCRIPTS,
];
