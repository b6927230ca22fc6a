const number = /^[0-9]+$/;

/**
 * Whether a resource version is later than another; an empty text is before all. Kubernetes' versions are numbers of
 * any size (KEP-5504); those of a server that has others are only told apart.
 */
export function isNewer(version: string, than: string): boolean {
  if (!number.test(version) || !number.test(than)) return version !== than;
  return BigInt(version) > BigInt(than);
}
