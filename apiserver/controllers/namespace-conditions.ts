import type { Condition } from '../object/conditions.ts';
import { withCondition } from '../object/conditions.ts';
import type { Remains } from './namespace-content.ts';

type Told = Pick<Condition, 'status' | 'reason' | 'message'>;

const fine = (reason: string, message: string): Told => ({ status: 'False', reason, message });

/** The conditions of a namespace that is being emptied, given those it has and what is left in it. */
export function namespaceConditions(
  before: readonly Condition[],
  remains: readonly Remains[],
  lastTransitionTime: string,
): readonly Condition[] {
  const told: Readonly<Record<string, Told>> = {
    // The server knows its own kinds.
    NamespaceDeletionDiscoveryFailure: fine('ResourcesDiscovered', 'All resources successfully discovered'),
    NamespaceDeletionGroupVersionParsingFailure: fine(
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    NamespaceDeletionContentFailure: failures(remains),
    NamespaceContentRemaining: content(remains),
    NamespaceFinalizersRemaining: finalizers(remains),
  };
  return Object.entries(told).reduce<readonly Condition[]>(
    (conditions, [type, condition]) => withCondition(conditions, { type, ...condition, lastTransitionTime }),
    before,
  );
}

function failures(remains: readonly Remains[]): Told {
  const messages = remains.flatMap(({ error }) => (error ? [error.message] : [])).sort();
  if (messages.length === 0) {
    return fine('ContentDeleted', 'All content successfully deleted, may be waiting on finalization');
  }
  const message = `Failed to delete all resource types, ${messages.length} remaining: ${messages.join(', ')}`;
  return { status: 'True', reason: 'ContentDeletionFailed', message };
}

function content(remains: readonly Remains[]): Told {
  const texts = remains
    .filter(({ objects }) => objects.length > 0)
    .map(({ resource, objects }) => `${resource.plural}.${resource.group} has ${objects.length} resource instances`)
    .sort();
  if (texts.length === 0) return fine('ContentRemoved', 'All content successfully removed');
  const message = `Some resources are remaining: ${texts.join(', ')}`;
  return { status: 'True', reason: 'SomeResourcesRemain', message };
}

function finalizers(remains: readonly Remains[]): Told {
  const counts = new Map<string, number>();
  for (const { metadata } of remains.flatMap(({ objects }) => objects)) {
    for (const name of metadata.finalizers ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return fine('ContentHasNoFinalizers', 'All content-preserving finalizers finished');
  const texts = [...counts].map(([name, count]) => `${name} in ${count} resource instances`).sort();
  const message = `Some content in the namespace has finalizers remaining: ${texts.join(', ')}`;
  return { status: 'True', reason: 'SomeFinalizersRemain', message };
}
