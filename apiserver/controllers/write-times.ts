/** Every write up to a revision was done by a time, in milliseconds. */
export type Mark = { readonly revision: number; readonly time: number };

/** When a write was done at the latest; undefined if it is later than every mark. @param marks in the order of their revisions */
export const writtenBy = (marks: readonly Mark[], revision: number): number | undefined =>
  marks.find((mark) => mark.revision >= revision)?.time;

/** The marks with one more, without those of which nothing is left to be told. @param livesMs how long a write matters */
export function addMark(marks: readonly Mark[], mark: Mark, livesMs: number): Mark[] {
  return [...marks.filter(({ time }) => time + livesMs > mark.time), mark];
}
