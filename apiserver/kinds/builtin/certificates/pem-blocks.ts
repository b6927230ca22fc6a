const BLOCK = /-----BEGIN ([^-\n]+)-----[^\S\n]*\r?\n([^]*?)-----END \1-----/g;

/** A block of a PEM text; what is around blocks is passed over, as by Go. */
export type PemBlock = { readonly type: string; readonly hasHeaders: boolean; readonly bytes: Buffer };

export function pemBlocks(text: string): PemBlock[] {
  return [...text.matchAll(BLOCK)].map(([, type = '', content = '']) => ({
    type,
    hasHeaders: content.includes(':'),
    bytes: Buffer.from(content.replace(/^.*:.*$/gm, ''), 'base64'),
  }));
}
