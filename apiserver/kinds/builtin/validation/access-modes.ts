import { forbidden } from '../../../errors/index.ts';
import type { Check } from './checks.ts';
import { oneOf } from './checks.ts';

const MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** How a volume may be mounted, by one pod alone or otherwise; of none says nothing. */
export const accessModes: Check = (value, path) => {
  const modes = Array.isArray(value) ? (value as unknown[]) : [];
  const isMixed = modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod');
  return [
    ...modes.flatMap((mode) => oneOf(...MODES)(mode, path)),
    ...(isMixed ? [forbidden(path, 'may not use ReadWriteOncePod with other access modes')] : []),
  ];
};
