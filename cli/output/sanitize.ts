// Control characters move the cursor, retitle windows or answer queries; bidirectional overrides show text as other text.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const UNSAFE_IN_JSON = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text of any origin made safe for a terminal, on several lines: line feeds and tabs stay, the rest is made visible. */
export function sanitizeText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSAFE, '\ufffd');
}

/** Text of any origin made safe for a place in one line. */
export function sanitizeLine(text: string): string {
  return sanitizeText(text)
    .replace(/[\n\t]+/g, ' ')
    .trim();
}

/** JSON text that shows no unsafe character as it is, and says the same. */
export function sanitizeJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
