import type { Condition } from '../../object/conditions.ts';
import { equalJson } from '../../object/kube-object.ts';
import type { CustomResourceDefinition, DefinitionNames } from './definition.ts';

export type Verdict = {
  /** Of the names asked for the ones nobody else has; where another has one, the accepted one of before. */
  readonly acceptedNames: DefinitionNames;
  /** Of the condition NamesAccepted. */
  readonly condition: Pick<Condition, 'status' | 'reason' | 'message'>;
};

const NO_CONFLICTS: Verdict['condition'] = { status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
const NO_NAMES: DefinitionNames = { plural: '', kind: '' };

/**
 * Which of its names a definition gets: in a group each belongs to one kind.
 * @param group all definitions of the group, this one among them
 */
export function judgeNames(
  { spec, status }: CustomResourceDefinition,
  group: readonly CustomResourceDefinition[],
): Verdict {
  const [wanted, before] = [spec.names, status?.acceptedNames ?? NO_NAMES];
  const taken = group.map((one) => one.status?.acceptedNames ?? NO_NAMES);
  const resources = new Set(
    taken.flatMap(({ plural, singular, shortNames = [] }) => [plural, singular, ...shortNames]),
  );
  const kinds = new Set(taken.flatMap(({ kind, listKind }) => [kind, listKind]));
  const isTaken = (field: OneName): boolean =>
    wanted[field] !== before[field] &&
    (field === 'kind' || field === 'listKind' ? kinds : resources).has(wanted[field]);
  const short = takenShortNames(wanted, before, resources);
  const conflicts: Conflict[] = [
    ...(['plural', 'singular'] as const).filter(isTaken).map((field) => [field, [wanted[field] ?? '']] as const),
    ...(short.length > 0 ? [['shortNames', short] as const] : []),
    ...(['kind', 'listKind'] as const).filter(isTaken).map((field) => [field, [wanted[field] ?? '']] as const),
  ];
  const kept = Object.fromEntries(conflicts.map(([field]) => [field, before[field]]));
  // Of several conflicts the last is told.
  const last = conflicts.at(-1);
  return { acceptedNames: defined({ ...wanted, ...kept }), condition: last ? conflictOf(last) : NO_CONFLICTS };
}

type OneName = 'plural' | 'singular' | 'kind' | 'listKind';
type Conflict = readonly [field: OneName | 'shortNames', names: readonly string[]];

function takenShortNames(
  { shortNames: wanted = [] }: DefinitionNames,
  { shortNames: before = [] }: DefinitionNames,
  resources: ReadonlySet<string | undefined>,
): string[] {
  if (equalJson(wanted, before)) return [];
  return wanted.filter((name) => !before.includes(name) && resources.has(name));
}

function conflictOf([field, names]: Conflict): Verdict['condition'] {
  const texts = names.map((name) => `${JSON.stringify(name)} is already in use`);
  const message = texts.length > 1 ? `[${texts.join(', ')}]` : texts.join();
  return { status: 'False', reason: `${field.charAt(0).toUpperCase()}${field.slice(1)}Conflict`, message };
}

/** Without what is absent. */
const defined = (names: DefinitionNames): DefinitionNames =>
  Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)) as DefinitionNames;
