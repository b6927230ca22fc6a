import { formatDuration } from '../../resources/duration.ts';

/** A length of time, with hundredths below ten seconds: `0.34s`, `1m30s`. */
export const formatLength = (ms: number): string => (ms < 10_000 ? `${(ms / 1_000).toFixed(2)}s` : formatDuration(ms));
