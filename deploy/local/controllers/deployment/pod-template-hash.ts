import { createHash } from 'node:crypto';
import { canonicalJson } from '../objects/canonical-json.ts';
import type { PodTemplate } from '../objects/workload.ts';

/** Label that tells the pods and ReplicaSets of different template versions apart. */
export const TEMPLATE_HASH_LABEL = 'pod-template-hash';

// No vowels and no look-alikes, so that a hash never spells a word; the alphabet of Kubernetes' own names.
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** The template without the hash label, as canonical text: equal text means the same version. */
export function templateText(template: PodTemplate): string {
  const labels = { ...template.metadata?.labels };
  delete labels[TEMPLATE_HASH_LABEL];
  return canonicalJson({ ...template, metadata: { ...template.metadata, labels } });
}

/** Ten characters that name a template version; the same template gives the same hash whatever the order of its keys. */
export function podTemplateHash(template: PodTemplate): string {
  const digest = createHash('sha256').update(templateText(template)).digest();
  return [...digest.subarray(0, 10)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
