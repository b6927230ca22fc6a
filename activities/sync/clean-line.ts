const MAX_LENGTH = 300;

/**
 * Makes a line of another program fit for a status: no secret, no control character, bounded.
 * @param secrets texts that must not appear; shown as `***`
 */
export function cleanLine(text: string, secrets: readonly string[] = []): string {
  const hidden = secrets
    .filter((secret) => secret !== '')
    .reduce((line, secret) => line.replaceAll(secret, '***'), text);
  const plain = hidden.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return plain.length > MAX_LENGTH ? `${plain.slice(0, MAX_LENGTH - 1)}…` : plain;
}

/** The line of rsync's standard error that tells most: the last that is not rsync's own summary. */
export function tellingLine(stderr: string, secrets: readonly string[] = []): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => !line.startsWith('rsync error:') && !line.startsWith('rsync warning:'));
  return cleanLine(telling ?? lines.at(-1) ?? '', secrets);
}
