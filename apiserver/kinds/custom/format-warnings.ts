import { isKnownFormat } from '../../schema/formats/index.ts';
import type { CustomResourceDefinition } from './definition.ts';
import type { WrittenSchema } from './schema-errors/walk-schema.ts';
import { walkSchema } from './schema-errors/walk-schema.ts';

/** Tells of formats no text is checked for. @param old before an update; its own are not told again */
export function formatWarnings(definition: CustomResourceDefinition, old?: CustomResourceDefinition): string[] {
  const known = new Set(old ? unknownFormats(old) : []);
  return unknownFormats(definition)
    .filter((format) => !known.has(format))
    .map((format) => `unrecognized format ${JSON.stringify(format)}`);
}

const unknownFormats = ({ spec }: CustomResourceDefinition): string[] =>
  (spec?.versions ?? []).flatMap(({ schema }) => {
    const root = schema?.openAPIV3Schema as WrittenSchema | undefined;
    if (!root) return [];
    const texts = [...walkSchema({ schema: root, path: '' })].filter((place) => place.schema.type === 'string');
    return texts.flatMap(({ schema: { format } }) => (format && !isKnownFormat(format) ? [format] : []));
  });
