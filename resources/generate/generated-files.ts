import type { Kind } from '../kind.ts';
import { definitionFile, definitionYaml } from './custom-resource-definition.ts';
import { referenceFile, referencePage } from './reference-page.ts';

/** Path, relative to the project, to content. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** Everything that is made from the kinds: the definitions in deploy/crds and the pages in docs/reference. */
export function generatedFiles(kinds: readonly Kind[]): GeneratedFiles {
  return new Map(
    kinds.flatMap((kind) => [
      [`deploy/crds/${definitionFile(kind)}`, definitionYaml(kind)] as const,
      [`docs/reference/${referenceFile(kind)}`, referencePage(kind)] as const,
    ]),
  );
}

/** Paths whose content on disk (undefined: no such file) is not what it must be, and what to do with each. */
export function staleFiles(files: GeneratedFiles, read: (path: string) => string | undefined): string[] {
  return [...files].filter(([path, content]) => read(path) !== content).map(([path]) => path);
}
