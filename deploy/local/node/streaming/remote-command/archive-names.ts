import path from 'node:path';
import type { Mount } from '../../container/translate-paths.ts';

const CREATES = /^(-?[a-zA-Z]*c[a-zA-Z]*|--create)$/;

/**
 * An archive that tar makes of a volume names its files as the container knows them, not as this host does: `kubectl cp`
 * refuses other names. @param argv with host paths @returns argv, with options of GNU tar where it makes an archive
 */
export function withContainerNames(argv: readonly string[], mounts: readonly Mount[]): string[] {
  const [program = '', mode = ''] = argv;
  if (path.basename(program) !== 'tar' || !CREATES.test(mode)) return [...argv];
  const named = mounts.filter(({ hostPath }) => argv.some((word) => isWithin(word, hostPath)));
  const deepestFirst = [...named].sort((a, b) => b.hostPath.length - a.hostPath.length);
  return [
    ...argv,
    ...deepestFirst.map(({ hostPath, mountPath }) => transform(inArchive(hostPath), inArchive(mountPath))),
  ];
}

const isWithin = (word: string, folder: string): boolean => word === folder || word.startsWith(`${folder}/`);

const inArchive = (file: string): string => file.replace(/^\/+|\/+$/g, '');

/** Targets of symbolic links (S) stay as they are. */
function transform(from: string, to: string): string {
  const pattern = from.replace(/[\\.*^$[\],]/g, '\\$&');
  const replacement = to.replace(/[\\&,]/g, '\\$&');
  return `--transform=flags=rhS;s,^${pattern},${replacement},`;
}
