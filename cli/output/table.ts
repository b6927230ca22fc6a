import { displayWidth, padEnd, truncate } from './display-width.ts';
import { sanitizeLine } from './sanitize.ts';
import { paint, type Span } from './style.ts';

/** A table's column; cells are made from a row. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Span | string;
  /** This column gives way when the table is wider than the terminal; never below this many columns. */
  readonly shrinkTo?: number;
}

export interface TableOptions {
  readonly colour: boolean;
  /** Columns of the terminal; undefined leaves every cell whole. */
  readonly width: number | undefined;
}

const GAP = '  ';

/** Lines of a table: titles, then one line a row; cells are made safe for the terminal. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { colour, width }: TableOptions,
): string[] {
  const head: Span[] = columns.map(({ title }) => ({ text: title, style: 'dim' }));
  const body = rows.map((row) => columns.map(({ cell }) => safe(cell(row))));
  const grid = [head, ...body];
  const widths = fit(
    columns.map((_, index) => Math.max(...grid.map((cells) => displayWidth(cells[index]?.text ?? '')))),
    columns.map(({ shrinkTo }) => shrinkTo),
    width,
  );
  return grid.map((cells) =>
    cells
      .map((cell, index) => place(cell, widths[index] ?? 0, colour))
      .join(GAP)
      .trimEnd(),
  );
}

function safe(cell: Span | string): Span {
  const { text, style } = typeof cell === 'string' ? { text: cell, style: undefined } : cell;
  return { text: sanitizeLine(text), style };
}

function place(cell: Span, width: number, colour: boolean): string {
  const text = truncate(cell.text, width);
  return paint({ ...cell, text }, colour) + padEnd(text, width).slice(text.length);
}

/** Takes what is too much from the columns that may shrink, the widest first. */
function fit(
  widths: readonly number[],
  minima: readonly (number | undefined)[],
  available: number | undefined,
): readonly number[] {
  if (available === undefined) return widths;
  const fitted = [...widths];
  let excess = fitted.reduce((sum, width) => sum + width, GAP.length * (fitted.length - 1)) - available;
  const shrinkable = minima
    .map((minimum, index) => ({ minimum, index }))
    .filter((column): column is { minimum: number; index: number } => column.minimum !== undefined)
    .sort((a, b) => (fitted[b.index] ?? 0) - (fitted[a.index] ?? 0));
  for (const { minimum, index } of shrinkable) {
    const width = fitted[index] ?? 0;
    const taken = Math.max(0, Math.min(excess, width - minimum));
    fitted[index] = width - taken;
    excess -= taken;
  }
  return fitted;
}
