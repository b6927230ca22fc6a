import { readFileSync } from 'node:fs';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

const Image = Type.Object(
  {
    entrypoint: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
    /** What an image's ENV would be. */
    env: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  { additionalProperties: false },
);
const Table = Type.Record(Type.String(), Image);

/** Image name without tag → the program on this host that stands for it. */
export type ImageTable = Readonly<Record<string, Static<typeof Image>>>;

/**
 * Reads the table of a JSON file such as `{"durasync/sync-worker": {"entrypoint": ["/usr/bin/node", "/srv/sync-worker.js"]}}`.
 * @throws Error when the file is missing or has another shape
 */
export function readImageTable(file: string): ImageTable {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Value.Check(Table, parsed)) {
    const [first] = Value.Errors(Table, parsed);
    throw new Error(`${file}: ${first?.instancePath ?? ''} ${first?.message ?? 'is not a table of images'}`);
  }
  return parsed;
}

/** `registry:5000/team/app:v1@sha256:…` → `registry:5000/team/app`. */
export function imageName(image: string): string {
  const [name = ''] = image.split('@');
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}
