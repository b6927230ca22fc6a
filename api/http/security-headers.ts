import type { RequestHandler } from 'express';

const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  // Answers depend on the caller's rights: no cache may keep them.
  'cache-control': 'no-store',
};

/** Headers for answers that are data and never a page. */
export function securityHeaders(tls: boolean): RequestHandler {
  const all = tls ? { ...headers, 'strict-transport-security': 'max-age=31536000' } : headers;
  return (_request, response, next) => {
    for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
    next();
  };
}
