import type { Condition } from '../../object/conditions.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { ScaleSubresource } from '../resource.ts';
import type { Schema } from '../../schema/schema.ts';
import type { WebhookClientConfig } from '../../validation/webhook-client.ts';

/** The parts of a CustomResourceDefinition that are read here, as apiextensions.k8s.io/v1 has them. */
export type CustomResourceDefinition = KubeObject & {
  spec: {
    readonly group: string;
    readonly names: DefinitionNames;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly versions: readonly DefinitionVersion[];
    readonly preserveUnknownFields?: boolean;
    readonly conversion?: DefinitionConversion;
  };
  status?: {
    conditions?: readonly Condition[];
    acceptedNames?: DefinitionNames;
    storedVersions?: string[];
  };
};

export type DefinitionConversion = {
  readonly strategy: 'None' | 'Webhook';
  readonly webhook?: {
    readonly clientConfig?: WebhookClientConfig;
    readonly conversionReviewVersions?: readonly string[];
  };
};

export type DefinitionNames = {
  readonly plural: string;
  readonly singular?: string;
  readonly kind: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
};

export type DefinitionVersion = {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: Schema };
  readonly subresources?: { readonly status?: object; readonly scale?: ScaleSubresource };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
};

export type PrinterColumn = {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
};

export const hasCondition = ({ status }: CustomResourceDefinition, type: string): boolean =>
  status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
