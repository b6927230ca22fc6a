import { API_SERVER_VARIABLE } from '../../deploy/local/toolchain/api-server-kind.ts';

/** Options of `durasync up`. */
export interface UpOptions {
  readonly stateDir: string;
  readonly samples: boolean;
  readonly temporalAddress?: string;
  readonly kubeconfig?: string;
  readonly apiServer?: string;
}

/** `durasync up`: what is outside of the stack comes in by the variables that the stack reads. */
export async function startStack(
  { stateDir, samples, temporalAddress, kubeconfig, apiServer }: UpOptions,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  if (temporalAddress !== undefined) env['TEMPORAL_ADDRESS'] = temporalAddress;
  if (kubeconfig !== undefined) env['KUBECONFIG'] = kubeconfig;
  if (apiServer !== undefined) env[API_SERVER_VARIABLE] = apiServer;
  const { up } = await import('../../deploy/local/up.ts');
  return up({ stateDir, samples });
}
