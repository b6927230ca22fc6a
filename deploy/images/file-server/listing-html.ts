/** One line of a listing; a directory's name ends in a slash. */
export interface Row {
  readonly name: string;
  readonly size: string;
  readonly time: string;
}

/** Everything before the rows. @param path of the URL, percent-encoded */
export function pageHead(path: string): string {
  const title = escapeHtml(`Index of ${decodeURIComponent(path)}`);
  const up = path === '/' ? '' : '<tr><td><a href="../">../</a></td><td></td><td></td></tr>\n';
  return (
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>\n` +
    `<body><h1>${title}</h1>\n<table>\n<tr><th>Name</th><th>Last modified (UTC)</th><th>Size</th></tr>\n${up}`
  );
}

export const pageFoot = '</table></body></html>\n';

/** The rows as lines of the table. */
export const toHtml = (rows: readonly Row[]): string => rows.map(rowHtml).join('');

const rowHtml = ({ name, size, time }: Row): string =>
  `<tr><td><a href="./${encodeURIComponent(name).replaceAll('%2F', '/')}">${escapeHtml(name)}</a></td>` +
  `<td>${time}</td><td align="right">${size}</td></tr>\n`;

/** Makes text safe in HTML content and quoted attributes. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
