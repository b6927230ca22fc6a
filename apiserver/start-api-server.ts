import { isIPv6 } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Authenticator } from './access/authenticator.ts';
import { impersonate } from './access/impersonation.ts';
import type { EphemeralTokens } from './access/ephemeral-tokens.ts';
import { ensureBootstrapPolicy } from './access/rbac/ensure-policy.ts';
import { REVIEW_RESOURCES } from './access/reviews/review-kinds.ts';
import type { TokenIssuer } from './access/tokens/service-account-tokens.ts';
import type { TokenVerifier } from './access/tokens/token-verifier.ts';
import { SYSTEM_ADMIN } from './access/system-admin.ts';
import { limitRanger } from './admission/limit-ranger/limit-ranger.ts';
import { serviceAllocation } from './admission/services/service-allocation.ts';
import { runtimeClassAdmission } from './admission/runtime-class.ts';
import { resourceQuotaAdmission } from './admission/resource-quota.ts';
import { terminatingDefinition } from './admission/terminating-definition.ts';
import type { AuditEntry } from './audit/audit-event.ts';
import { startClusterRoleAggregation } from './controllers/cluster-role-aggregation.ts';
import type { ControllerContext } from './controllers/controller-context.ts';
import { startDefinitionController } from './controllers/definition-controller.ts';
import { EVENT_TTL_MS, startEventExpiry } from './controllers/event-expiry.ts';
import { startGarbageCollector } from './controllers/garbage-collector.ts';
import { startNamespaceController } from './controllers/namespace-controller.ts';
import { namespaceLifecycle } from './controllers/namespace-lifecycle.ts';
import { JSON_AND_YAML } from './http/body-decoder.ts';
import { decodeObject } from './http/decode-object.ts';
import type { ListenOptions } from './http/http-server.ts';
import { listen } from './http/http-server.ts';
import type { InFlightLimits } from './http/in-flight-limit.ts';
import { openAccess } from './open-access.ts';
import { route } from './http/router.ts';
import { observeServer } from './observe-server.ts';
import { BUILTIN_RESOURCES, namespaceResource } from './kinds/builtin/index.ts';
import { Kinds } from './kinds/kinds.ts';
import type { KubeletClientOptions } from './kubelet/kubelet-client.ts';
import { KubeletClient } from './kubelet/kubelet-client.ts';
import { indexRoutes } from './http/index-routes.ts';
import { issuerRoutes } from './http/issuer-routes.ts';
import { openapiRoutes } from './openapi/openapi-routes.ts';
import { decodeProtobuf, PROTOBUF_TYPE } from './protobuf/protobuf-decoder.ts';
import { BOOKMARK_INTERVAL_MS } from './rest/bookmark-times.ts';
import { createObject } from './rest/create-object.ts';
import type { Admission, RestDependencies } from './rest/dependencies.ts';
import { objectKey } from './rest/object-key.ts';
import type { Store } from './storage/index.ts';
import { COMPACTION_INTERVAL_MS, startCompactor } from './storage/index.ts';
import type { DecodeObject } from './webhooks/admission/patch-object.ts';
import { findServiceIn } from './webhooks/client/find-service.ts';
import { createWebhookClient } from './webhooks/client/webhook-client.ts';
import { createConversion } from './webhooks/conversion/conversion.ts';
import { openWebhookAdmission } from './webhooks/webhook-admission.ts';

export type ApiServerOptions = {
  /** Closed with the server, also when it cannot start. */
  readonly store: Store;
  readonly listen: ListenOptions;
  readonly authenticate: Authenticator;
  readonly logger: Logger;
  /** How long a watch lasts at least that says nothing of it; default 30 min. */
  readonly requestTimeoutMs?: number;
  /** How often a watch that wants bookmarks has one; default 1 min. */
  readonly bookmarkIntervalMs?: number;
  /** How long the server still answers, and says that it is not ready, once it is told to stop; default 0. */
  readonly shutdownDelayMs?: number;
  /** What /metrics tells besides the server's own; default nothing. */
  readonly registry?: Registry;
  /** Default kube-apiserver's. */
  readonly inFlightLimits?: InFlightLimits;
  /** History is kept one to two of these; default 5 min. */
  readonly compactionIntervalMs?: number;
  /** How long events live after their last write, 0: for ever; default 1 h. */
  readonly eventTtlMs?: number;
  /** Lets a write change an object and its status together; default false. */
  readonly unrestrictedUpdate?: boolean;
  /** How tokens are issued and verified; default: with a key that dies with the process, verified by nobody. */
  readonly tokens?: { readonly issuer: TokenIssuer; readonly verify: TokenVerifier };
  /** By roles; default: everyone who was authenticated may do everything. */
  readonly isRbac?: boolean;
  /** Where kubectl needs short-lived tokens: those that are good. */
  readonly ephemeral?: EphemeralTokens;
  readonly audit?: (entry: AuditEntry) => void;
  /** How nodes are asked for logs; default: without a certificate, and theirs are not verified. */
  readonly kubelet?: KubeletClientOptions;
  /** Done before the server takes requests. */
  readonly initialise?: (rest: RestDependencies) => Promise<void>;
  /** Steps every write passes after the server's own. */
  readonly admission?: readonly Admission[];
};

export type ApiServer = {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
};

const CONTROLLERS = [
  startDefinitionController,
  startNamespaceController,
  startGarbageCollector,
  startClusterRoleAggregation,
];

const SYSTEM_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/**
 * Starts the server and the controllers inside it; resolves when it is ready.
 * @throws if the address cannot be listened on or the store fails; nothing is left open then
 */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const started = new AsyncDisposableStack();
  started.defer(() => options.store.close());
  try {
    return await start(options, started);
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

/** @param started told how what was started is stopped */
async function start(options: ApiServerOptions, started: AsyncDisposableStack): Promise<ApiServer> {
  const { store, logger } = options;
  const access = await openAccess(options);
  started.defer(() => access.stop());
  const rest = await openRest(options, access.admission, started);
  const context = { rest, logger };
  const isStopping = { value: false };
  const observed = observeServer({ store, kinds: rest.kinds, isStopping: () => isStopping.value }, options);
  const { authorize } = access;
  const address = { value: '' };
  const url = (): string => `${options.listen.tls ? 'https' : 'http'}://${address.value}`;
  const requestTimeoutMs = options.requestTimeoutMs ?? 30 * 60_000;
  const router = {
    rest,
    authorize,
    decoders: new Map([...JSON_AND_YAML, [PROTOBUF_TYPE, decodeProtobuf]]),
    requestTimeoutMs,
    bookmarkIntervalMs: options.bookmarkIntervalMs ?? BOOKMARK_INTERVAL_MS,
    answers: access.answers,
    tokenIssuer: access.issuer,
    kubelet: new KubeletClient(options.kubelet ?? {}),
    extraRoutes: [
      ...observed.routes,
      indexRoutes(rest.kinds),
      openapiRoutes(rest.kinds),
      issuerRoutes(access.issuer, url),
      ...access.routes,
    ],
    serverAddress: () => address.value,
  };
  await createSystemNamespaces(rest);
  if (options.isRbac) await ensureBootstrapPolicy(rest);
  await startControllers(context, options, started);
  await options.initialise?.(rest);
  const server = await listen(
    {
      authenticate: options.authenticate,
      impersonate: (sender, headers) => impersonate(sender, headers, authorize),
      measure: observed.measure,
      inFlight: observed.inFlight,
      handle: (request) => route(router, request),
      requestTimeoutMs,
      logger,
      ...(options.audit && { audit: options.audit }),
    },
    options.listen,
  );
  started.defer(() => server.close());
  const host = options.listen.host ?? '127.0.0.1';
  address.value = `${isIPv6(host) ? `[${host}]` : host}:${server.port}`;
  return {
    url: url(),
    port: server.port,
    close: async () => {
      isStopping.value = true;
      if (options.shutdownDelayMs) await setTimeout(options.shutdownDelayMs);
      await started.disposeAsync();
    },
  };
}

/** The operations on objects, with the webhooks they call. */
async function openRest(
  options: ApiServerOptions,
  ofAccess: readonly Admission[],
  started: AsyncDisposableStack,
): Promise<RestDependencies> {
  const { store, logger, admission = [], unrestrictedUpdate = false } = options;
  const kinds = new Kinds([...BUILTIN_RESOURCES, ...REVIEW_RESOURCES]);
  const client = createWebhookClient(findServiceIn(store));
  started.defer(() => client.close());
  const conversion = createConversion(client);
  const decode: DecodeObject = (value, resource) =>
    decodeObject({ value, duplicates: [] }, { resource, fieldValidation: 'Ignore', warn: () => undefined });
  const webhooks = await openWebhookAdmission({ store, kinds, conversion, client, decode, logger });
  started.defer(() => webhooks.stop());
  const ofPods = [limitRanger(store), runtimeClassAdmission(store)];
  const own = [namespaceLifecycle(store), terminatingDefinition, ...ofAccess, ...admission, ...ofPods];
  return {
    store,
    kinds,
    ...conversion,
    // Addresses and ports are given last, to what webhooks made of a service; quotas are charged for what nobody else refused.
    admission: [...own, webhooks.admission, serviceAllocation(store), resourceQuotaAdmission(store)],
    now: () => new Date(),
    unrestrictedUpdate,
  };
}

async function startControllers(
  context: ControllerContext,
  { compactionIntervalMs = COMPACTION_INTERVAL_MS, eventTtlMs = EVENT_TTL_MS }: ApiServerOptions,
  started: AsyncDisposableStack,
): Promise<void> {
  const { rest, logger } = context;
  // Definitions first: what the others follow must be served.
  for (const startController of CONTROLLERS) {
    const controller = await startController(context);
    started.defer(() => controller.stop());
  }
  const report = (err: unknown): void => logger.warn({ err }, 'compacting the store failed');
  started.defer(startCompactor(rest.store, report, compactionIntervalMs));
  started.defer(startEventExpiry(rest.store, logger, eventTtlMs));
}

async function createSystemNamespaces(rest: RestDependencies): Promise<void> {
  for (const name of SYSTEM_NAMESPACES) {
    if (await rest.store.get(objectKey(namespaceResource, '', name))) continue;
    const target = {
      resource: namespaceResource,
      namespace: '',
      name: '',
      subresource: '',
      user: SYSTEM_ADMIN,
      dryRun: false,
    };
    await createObject(rest, target, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
}
