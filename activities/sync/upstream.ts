import { SyncFailure } from './sync-failure.ts';

const URL_FORM = /^rsync:\/\/(?<authority>[^/\s]+)\/(?<path>[^\s]+)$/;
const DAEMON_FORM = /^(?<authority>[A-Za-z0-9.-]+)::(?<path>[^\s]+)$/;
const AUTHORITY =
  /^(?:[A-Za-z0-9._~-]+@)?(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

const invalid = (text: string, why: string): SyncFailure =>
  new SyncFailure('ConfigInvalid', `spec.config.upstream "${text}" ${why}`);

/**
 * Checks an upstream and gives it the trailing slash that makes rsync take the directory's contents.
 * Only the rsync daemon's two forms are known, so that no text can turn into a local path or a remote shell.
 * @throws SyncFailure ConfigInvalid
 */
export function normalizeUpstream(text: string): string {
  const groups = (URL_FORM.exec(text) ?? DAEMON_FORM.exec(text))?.groups;
  if (!groups) throw invalid(text, 'is neither rsync://host/module/path nor host::module/path');
  const { authority = '', path = '' } = groups;
  if (authority.includes('@') && /:.*@/.test(authority)) {
    throw invalid(text.replace(authority, '…'), 'holds a password; put it in a Secret and name that in credentials');
  }
  if (!AUTHORITY.test(authority)) throw invalid(text, 'has no valid host name');
  if (path.startsWith('/')) throw invalid(text, 'names no module');
  return path.endsWith('/') ? text : `${text}/`;
}
