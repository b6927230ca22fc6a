import type { Column, Resource, ScaleSubresource, Strategy, Subresource } from '../resource.ts';
import { ALL_VERBS } from '../resource.ts';
import { dnsSubdomainErrors } from '../../validation/names.ts';
import { builtinSchema } from './builtin-schema.ts';
import { writeAsGo } from './write-as-go.ts';
import type { ServedDefinition } from './served-definitions.ts';

/** What there is to say of a built-in kind; see Resource. */
export type Definition = {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly definition: ServedDefinition;
  readonly namespaced?: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly verbs?: Resource['verbs'];
  readonly hasStatus?: boolean;
  readonly scale?: ScaleSubresource;
  readonly subresources?: readonly Subresource[];
  readonly selectableFields?: readonly string[];
  readonly columns?: readonly Column[];
  readonly deprecation?: string;
  readonly storedAs?: NonNullable<Resource['storedAs']>;
  readonly strategy?: Partial<Strategy>;
};

const DEFAULT_STRATEGY: Strategy = {
  nameErrors: dnsSubdomainErrors,
  countsGenerations: false,
  createsOnUpdate: false,
  updatesUnconditionally: true,
  returnsDeleted: false,
};

/** A built-in kind, served in one version. */
export function builtin(definition: Definition): Resource {
  const { strategy, definition: schemaName, ...identity } = definition;
  return {
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: ALL_VERBS,
    hasStatus: false,
    selectableFields: [],
    ...identity,
    listKind: `${definition.kind}List`,
    singular: definition.kind.toLowerCase(),
    storageVersion: definition.version,
    schema: builtinSchema(schemaName),
    goType: schemaName,
    decoding: 'typed',
    strategy: {
      ...DEFAULT_STRATEGY,
      ...strategy,
      setDefaults: (object) => {
        strategy?.setDefaults?.(object);
        // What was taken away before, such as a status, leaves what an empty struct is written as.
        writeAsGo(object, schemaName);
      },
    },
  };
}
