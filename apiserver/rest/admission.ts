import type { Admission, AdmissionRequest, Operation, Target } from './dependencies.ts';

/** What one write shows to admission. */
export type Shown = Pick<AdmissionRequest, 'object' | 'old' | 'objectKind'> &
  Partial<Pick<AdmissionRequest, 'complete' | 'whenOver'>>;

const OPTIONS: Readonly<Record<Operation, string>> = {
  CREATE: 'CreateOptions',
  UPDATE: 'UpdateOptions',
  DELETE: 'DeleteOptions',
  CONNECT: '',
};

const nothing = (): void => undefined;

/** A write as admission is told of it. */
export function admissionRequest(target: Target, operation: Operation, shown: Shown): AdmissionRequest {
  const { resource, subresource, namespace, name, user, dryRun, options, warn = nothing, annotate = nothing } = target;
  const kind = OPTIONS[operation];
  const type = kind !== '' && { kind, apiVersion: 'meta.k8s.io/v1' };
  return {
    ...{ operation, resource, subresource, namespace, name, user, dryRun, warn, annotate },
    complete: nothing,
    whenOver: nothing,
    ...shown,
    options: { ...options, ...type },
  };
}

/** Lets every step of a phase see a write, one after the other. @throws StatusError of the first that refuses it */
export async function runAdmission(
  steps: readonly Admission[],
  phase: 'mutate' | 'validate',
  request: AdmissionRequest,
): Promise<void> {
  for (const step of steps) await step[phase]?.(request);
}

/** Both phases, for what is not stored: a review, a binding, a connection. @throws StatusError */
export async function admit(steps: readonly Admission[], request: AdmissionRequest): Promise<void> {
  await runAdmission(steps, 'mutate', request);
  await runAdmission(steps, 'validate', request);
}

/** Does `work`, and then what it registers with what it is given. */
export async function untilOver<Result>(
  work: (whenOver: AdmissionRequest['whenOver']) => Promise<Result>,
): Promise<Result> {
  const registered: (() => void)[] = [];
  try {
    return await work((done) => void registered.push(done));
  } finally {
    for (const done of registered) done();
  }
}
