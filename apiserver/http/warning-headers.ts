/** As kube-apiserver: above so much text in all, each warning is cut to its beginning, and what goes beyond is left out. */
const TOTAL_CHARACTERS = 4 * 1024;
const CHARACTERS_WHEN_CUT = 256;

/** The values of an answer's Warning headers (RFC 7234, 5.5), none twice; as the bytes of UTF-8, which a header is sent in. */
export function warningHeaders(warnings: readonly string[]): string[] {
  const texts = [...new Set(warnings)].map((text) => [...text]);
  const total = texts.reduce((sum, { length }) => sum + length, 0);
  const kept = total <= TOTAL_CHARACTERS ? texts : cut(texts);
  return kept.map((characters) => headerBytes(`299 - ${JSON.stringify(characters.join('').replaceAll('\x7f', ' '))}`));
}

function cut(texts: readonly string[][]): string[][] {
  let written = 0;
  const kept: string[][] = [];
  for (const text of texts) {
    if (written >= TOTAL_CHARACTERS) break;
    const part = text.slice(0, CHARACTERS_WHEN_CUT);
    written += part.length;
    kept.push(part);
  }
  return kept;
}

/** Node sends a header's characters as Latin-1 and refuses others. */
const headerBytes = (text: string): string => Buffer.from(text).toString('latin1');
