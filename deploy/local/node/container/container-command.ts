import type { Container } from '../../controllers/objects/pod.ts';
import { expandVariables } from './expand-variables.ts';
import { imageName, type ImageTable } from './image-table.ts';
import { translatePaths, type Mount } from './translate-paths.ts';

/** Kubernetes' reason ErrImagePull: this host has no program for the image. */
export class UnknownImageError extends Error {
  override readonly name = 'UnknownImageError';
}

/**
 * A container's argv on this host: the image's program (or `command`, which replaces it) and `args`, with variables and
 * container paths resolved.
 * @throws UnknownImageError when there is neither a program nor a command
 */
export function containerCommand(
  container: Container,
  images: ImageTable,
  values: ReadonlyMap<string, string>,
  mounts: readonly Mount[],
): [string, ...string[]] {
  const resolve = (text: string): string => translatePaths(expandVariables(text, values), mounts);
  const command = container.command?.length ? container.command.map(resolve) : entrypoint(container, images);
  const [program, ...rest] = [...command, ...(container.args ?? []).map(resolve)];
  return [program ?? '', ...rest];
}

function entrypoint(container: Container, images: ImageTable): readonly string[] {
  const image = images[imageName(container.image ?? '')];
  if (image) return image.entrypoint;
  throw new UnknownImageError(
    `no program on this host stands for image "${container.image ?? ''}": the local node pulls no images; ` +
      "set the container's command, or add the image to the table named by NODE_IMAGES",
  );
}
