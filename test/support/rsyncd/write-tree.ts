import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Contents by path; `{link}` makes a symbolic link. */
export type Tree = Readonly<Record<string, string | Buffer | { readonly link: string }>>;

/** A fixed time in the past, so that a file rewritten with the same size differs in its time. */
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/** Writes files and links below a directory, making what is missing. */
export async function writeTree(root: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true });
    if (typeof content === 'object' && 'link' in content) await symlink(content.link, target);
    else {
      await writeFile(target, content);
      await utimes(target, LONG_AGO, LONG_AGO);
    }
  }
}

/** `count` small files in directories of a hundred. */
export function manyFiles(count: number): Tree {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `dir-${Math.floor(index / 100)}/file-${index}.txt`,
      `content ${index}\n`,
    ]),
  );
}
