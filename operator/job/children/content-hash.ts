import { createHash } from 'node:crypto';
import { MIRROR_GROUP } from '../../../resources/job/job.ts';
import type { Child } from './child.ts';

/** Hash of what the operator applied last: tells of a field that it no longer asks for, which comparing cannot see. */
export const APPLIED_ANNOTATION = `${MIRROR_GROUP}/applied`;

/** The child with the hash of its content as an annotation. */
export function withHash(child: Child): Child {
  const { metadata } = child.object;
  const hash = createHash('sha256').update(JSON.stringify(child.object)).digest('hex').slice(0, 16);
  const annotations = { ...metadata.annotations, [APPLIED_ANNOTATION]: hash };
  return { ...child, object: { ...child.object, metadata: { ...metadata, annotations } } };
}
