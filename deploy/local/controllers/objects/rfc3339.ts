/** `2026-01-02T03:04:05Z`: metav1.Time keeps whole seconds. */
export const rfc3339 = (date: Date = new Date()): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
