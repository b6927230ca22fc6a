/** Kubernetes' reasons by the name of the error that keeps a container from starting. */
const REASONS: Readonly<Record<string, string>> = {
  UnknownImageError: 'ErrImagePull',
  ContainerConfigError: 'CreateContainerConfigError',
  VolumeError: 'FailedMount',
};

/** Why a container waits. */
export function waitingReason(error: unknown): { readonly reason: string; readonly message: string } {
  if (!(error instanceof Error)) return { reason: 'CreateContainerError', message: String(error) };
  return { reason: REASONS[error.name] ?? 'CreateContainerError', message: error.message };
}
