import { SEARCH_ATTRIBUTES } from '../../../workflows/messages.ts';
import { resolveTemporal, resolveTemporalUi } from '../toolchain/index.ts';
import { ensureNamespace, startTemporal, startTemporalUi } from './servers/index.ts';
import { run, type StackContext } from './stack-context.ts';

/** Temporal as the rest of the stack sees it. */
export interface LocalTemporal {
  readonly address: string;
  readonly namespace: string;
  /** Null when it is a server of the user's, whose UI is not known here. */
  readonly uiUrl: string | null;
}

const NAMESPACE = 'default';
const RETENTION_DAYS = 30;

/** Starts Temporal and its UI, or takes the server at `TEMPORAL_ADDRESS` and registers there what is missing. */
export async function startLocalTemporal(context: StackContext): Promise<LocalTemporal> {
  const source = await resolveTemporal(context);
  if (source.kind === 'external') return externalTemporal(source.address, context);
  const { dir, ports } = context;
  // The CLI has the UI inside.
  const uiBinary = source.kind === 'server' ? await resolveTemporalUi(context) : null;
  const temporal = await run(context, 'temporal', () =>
    startTemporal({
      binary: source,
      dataDir: dir.temporal,
      port: ports.temporal,
      uiPort: ports.temporalUi,
      namespace: NAMESPACE,
      searchAttributes: SEARCH_ATTRIBUTES,
      retentionDays: RETENTION_DAYS,
    }),
  );
  if (uiBinary !== null) await startUi(uiBinary, temporal.address, context);
  return { address: temporal.address, namespace: NAMESPACE, uiUrl: `http://127.0.0.1:${ports.temporalUi}` };
}

async function startUi(binary: string, temporalAddress: string, context: StackContext): Promise<void> {
  const { dir, ports } = context;
  const options = { binary, dataDir: dir.temporalUi, port: ports.temporalUi, temporalAddress, namespace: NAMESPACE };
  await run(context, 'temporal-ui', () => startTemporalUi(options));
}

async function externalTemporal(address: string, context: StackContext): Promise<LocalTemporal> {
  const namespace = context.env['TEMPORAL_NAMESPACE'] ?? NAMESPACE;
  await ensureNamespace({ address, namespace, searchAttributes: SEARCH_ATTRIBUTES, retentionDays: RETENTION_DAYS });
  return { address, namespace, uiUrl: null };
}
