import { usageError } from '../cli-error.ts';

/** The address of a Job. */
export interface JobRef {
  readonly namespace: string;
  readonly name: string;
}

const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** Reads `NAME` or `NAMESPACE/NAME`. @throws CliError (usage) when it cannot be a name */
export function parseJobRef(text: string, namespace: string): JobRef {
  const [first = '', second, ...rest] = text.split('/');
  const ref = second === undefined ? { namespace, name: first } : { namespace: first, name: second };
  if (rest.length > 0 || !NAME.test(ref.name) || !NAME.test(ref.namespace)) {
    throw usageError(`"${text}" cannot be the name of a mirror.`, 'Write NAME or NAMESPACE/NAME.');
  }
  return ref;
}

/** Reads several, each once. */
export function parseJobRefs(texts: readonly string[], namespace: string): readonly JobRef[] {
  const refs = texts.map((text) => parseJobRef(text, namespace));
  return [...new Map(refs.map((ref) => [formatJobRef(ref, ''), ref])).values()];
}

/** `NAME` within the namespace that is the user's, else `NAMESPACE/NAME`. */
export const formatJobRef = ({ namespace, name }: JobRef, home: string): string =>
  namespace === home ? name : `${namespace}/${name}`;
