const TIME = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z| \\+0000)';
const WRITTEN_TIME = '\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000';

/** What each server, and each moment, is free to choose, and what stands for it. */
const FREE: readonly (readonly [RegExp, string])[] = [
  // Of a word in a table, of no other.
  [/(?<=^|\s)(\d+[ydhms]){1,2}(?=\s|$)/gm, '<age>'],
  [new RegExp(`${TIME}|${WRITTEN_TIME}`, 'g'), '<time>'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>'],
  [/(?<=resourceVersion"?: "|Resource Version: +)\d+/g, '<version>'],
  [/^([WE])\d{4} .*?\] /gm, '$1 '],
  [/\b10\.96\.\d{1,3}\.\d{1,3}\b/g, '<address>'],
  [/https:\/\/127\.0\.0\.1:\d+/g, '<server>'],
  [/127\.0\.0\.1:\d+/g, '<server>'],
  // Files that kubectl makes for a moment.
  [/\/\S*\/(LIVE|MERGED|kubectl-edit)-[^\s/]*/g, '<file>'],
  // Columns are as wide as their widest word, such as an address.
  [/(?<=\S) {2,}/g, '  '],
  [/ +$/gm, ''],
];

/** What kubectl printed, as lines that can be compared with those it printed of another server. */
export function normaliseOutput(text: string): string[] {
  return FREE.reduce((result, [pattern, name]) => result.replace(pattern, name), text)
    .split('\n')
    .filter((line) => !PASSING.test(line));
}

/** What kubectl logs below errors, and of watches: that one had seen nothing when its time was over, or had not begun. */
const PASSING = /^I\d{4} |very short watch|Failed to watch .*: context deadline exceeded/;
