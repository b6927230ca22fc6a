/**
 * Host of an upstream in one of rsync's two notations, without user and port; '' when there is none to see.
 * `rsync://user@host:873/module` and `host::module` both give `host`.
 */
export function upstreamHost(upstream: string): string {
  const authority = /^rsync:\/\/([^/]+)/.exec(upstream)?.[1] ?? /^([^:]+)::/.exec(upstream)?.[1] ?? '';
  const withoutUser = authority.slice(authority.lastIndexOf('@') + 1);
  return /^\[([^\]]*)\]/.exec(withoutUser)?.[1] ?? withoutUser.replace(/:\d+$/, '');
}
