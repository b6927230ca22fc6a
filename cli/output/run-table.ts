import type { Run, RunState } from '../../api/contract.ts';
import { formatBytes } from '../../resources/quantity.ts';
import { formatLength } from './format-length.ts';
import { relativeTime } from './relative-time.ts';
import type { Style } from './style.ts';
import { renderTable, type Column, type TableOptions } from './table.ts';

const STYLES: Readonly<Record<RunState, Style>> = {
  running: 'cyan',
  success: 'green',
  failed: 'red',
  canceled: 'yellow',
  'timed-out': 'red',
  terminated: 'red',
};

/** Lines of `durasync mirror runs`; `wide` adds the ids to look for in the Temporal UI. */
export function runTable(
  runs: readonly Run[],
  { now, wide, ...options }: TableOptions & { readonly now: number; readonly wide: boolean },
): string[] {
  const columns: readonly Column<Run>[] = [
    { title: 'RUN', cell: ({ seq }) => String(seq) },
    { title: 'STATE', cell: ({ state }) => ({ text: state, style: STYLES[state] }) },
    { title: 'TRIGGER', cell: ({ trigger }) => trigger ?? '-' },
    { title: 'STARTED', cell: ({ startedAt }) => relativeTime(startedAt, now) },
    { title: 'DURATION', cell: (run) => duration(run, now) },
    { title: 'SIZE', cell: ({ bytes }) => (bytes === null ? '-' : formatBytes(bytes)) },
    { title: 'RESULT', cell: ({ result }) => result ?? '-' },
    ...(wide ? wideColumns : []),
  ];
  return renderTable(columns, runs, options);
}

const wideColumns: readonly Column<Run>[] = [
  { title: 'WORKFLOW', cell: ({ workflowId }) => workflowId },
  { title: 'RUN ID', cell: ({ runId }) => runId },
];

function duration({ durationMs, startedAt, state }: Run, now: number): string {
  if (durationMs !== null) return formatLength(durationMs);
  return state === 'running' ? formatLength(Math.max(0, now - Date.parse(startedAt))) : '-';
}
