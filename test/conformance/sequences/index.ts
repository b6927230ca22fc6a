import type { Sequence } from '../sequence.ts';
import { ADMITTED_DEFINITION_SEQUENCES } from './admitted-definitions.ts';
import { APPLY_KEY_DEFAULT_SEQUENCES } from './apply-key-defaults.ts';
import { APPLY_SEQUENCES } from './apply.ts';
import { APPLY_NUMBER_SEQUENCES } from './apply-numbers.ts';
import { AUTOSCALER_SEQUENCES } from './autoscalers.ts';
import { BAD_VALUE_SEQUENCES } from './bad-values.ts';
import { CERTIFICATE_SEQUENCES } from './certificates.ts';
import { CLUSTER_KIND_SEQUENCES } from './cluster-kinds.ts';
import { COLLECTION_SEQUENCES } from './collections.ts';
import { CONVERSION_SEQUENCES } from './conversion.ts';
import { CUSTOM_SEQUENCES } from './custom-resources.ts';
import { DELETE_OPTION_SEQUENCES } from './delete-options.ts';
import { DEFINITION_LIFE_SEQUENCES } from './definition-lives.ts';
import { EMBEDDED_RESOURCE_SEQUENCES } from './embedded-resources.ts';
import { EVICTION_SEQUENCES } from './evictions.ts';
import { LIMIT_RANGE_SEQUENCES } from './limit-ranges.ts';
import { EVOLVING_DEFINITION_SEQUENCES } from './evolving-definitions.ts';
import { LARGE_VERSION_SEQUENCES } from './large-versions.ts';
import { ODD_PATH_SEQUENCES } from './odd-paths.ts';
import { MISTAKE_SEQUENCES } from './mistakes.ts';
import { OBJECT_SEQUENCES } from './objects.ts';
import { POD_SUBRESOURCE_SEQUENCES } from './pod-subresources.ts';
import { FORMAT_SEQUENCES } from './formats.ts';
import { HEALTH_SEQUENCES } from './health.ts';
import { JSON_PATCH_SEQUENCES } from './json-patches.ts';
import { IMMUTABLE_FIELD_SEQUENCES } from './immutable-fields.ts';
import { FINALIZE_SEQUENCES } from './finalize.ts';
import { LABEL_SELECTOR_SEQUENCES } from './label-selectors.ts';
import { LAST_APPLIED_SEQUENCES } from './last-applied.ts';
import { LIMIT_SEQUENCES } from './limits.ts';
import { LIST_VERSION_SEQUENCES } from './list-versions.ts';
import { MANAGED_FIELD_SEQUENCES } from './managed-fields.ts';
import { PATCH_MISTAKE_SEQUENCES } from './patch-mistakes.ts';
import { POD_CHANGE_SEQUENCES } from './pod-changes.ts';
import { POD_KIND_SEQUENCES } from './pod-kinds.ts';
import { ERROR_SEQUENCES } from './requests-of-no-kind.ts';
import { PROPAGATION_SEQUENCES } from './propagation.ts';
import { REFUSED_DEFINITION_SEQUENCES } from './refused-definitions.ts';
import { REVIEW_SEQUENCES } from './reviews.ts';
import { SELECTABLE_FIELD_SEQUENCES } from './selectable-fields.ts';
import { TABLE_SEQUENCES } from './tables.ts';
import { TIME_LIMIT_SEQUENCES } from './time-limits.ts';
import { WARNING_SEQUENCES } from './warnings.ts';
import { WATCH_LIST_SEQUENCES } from './watch-list.ts';
import { WEBHOOK_SEQUENCES } from './webhooks.ts';
import { ROLE_SEQUENCES } from './roles.ts';
import { RULE_SEQUENCES } from './rules.ts';
import { SERVICE_SEQUENCES } from './services.ts';
import { STORAGE_SEQUENCES } from './storage-kinds.ts';
import { WORKLOAD_SEQUENCES } from './workloads.ts';
import { YAML_SEQUENCES } from './yaml.ts';

export const SEQUENCES: readonly Sequence[] = [
  // First, since it takes the longest.
  ...LARGE_VERSION_SEQUENCES,
  ...OBJECT_SEQUENCES,
  ...COLLECTION_SEQUENCES,
  ...LIST_VERSION_SEQUENCES,
  ...ERROR_SEQUENCES,
  ...CUSTOM_SEQUENCES,
  ...WEBHOOK_SEQUENCES,
  ...CONVERSION_SEQUENCES,
  ...POD_SUBRESOURCE_SEQUENCES,
  ...ROLE_SEQUENCES,
  ...RULE_SEQUENCES,
  ...REVIEW_SEQUENCES,
  ...APPLY_SEQUENCES,
  ...HEALTH_SEQUENCES,
  ...LAST_APPLIED_SEQUENCES,
  ...MANAGED_FIELD_SEQUENCES,
  ...SELECTABLE_FIELD_SEQUENCES,
  ...TABLE_SEQUENCES,
  ...WATCH_LIST_SEQUENCES,
  ...WORKLOAD_SEQUENCES,
  ...STORAGE_SEQUENCES,
  ...SERVICE_SEQUENCES,
  ...POD_CHANGE_SEQUENCES,
  ...CERTIFICATE_SEQUENCES,
  ...LIMIT_RANGE_SEQUENCES,
  ...AUTOSCALER_SEQUENCES,
  ...POD_KIND_SEQUENCES,
  ...DEFINITION_LIFE_SEQUENCES,
  ...EVICTION_SEQUENCES,
  ...EVOLVING_DEFINITION_SEQUENCES,
  ...MISTAKE_SEQUENCES,
  ...YAML_SEQUENCES,
  ...TIME_LIMIT_SEQUENCES,
  ...PROPAGATION_SEQUENCES,
  ...CLUSTER_KIND_SEQUENCES,
  ...JSON_PATCH_SEQUENCES,
  ...LIMIT_SEQUENCES,
  ...APPLY_NUMBER_SEQUENCES,
  ...IMMUTABLE_FIELD_SEQUENCES,
  ...BAD_VALUE_SEQUENCES,
  ...WARNING_SEQUENCES,
  ...REFUSED_DEFINITION_SEQUENCES,
  ...ADMITTED_DEFINITION_SEQUENCES,
  ...FORMAT_SEQUENCES,
  ...APPLY_KEY_DEFAULT_SEQUENCES,
  ...EMBEDDED_RESOURCE_SEQUENCES,
  ...PATCH_MISTAKE_SEQUENCES,
  ...LABEL_SELECTOR_SEQUENCES,
  ...DELETE_OPTION_SEQUENCES,
  ...FINALIZE_SEQUENCES,
  ...ODD_PATH_SEQUENCES,
];
