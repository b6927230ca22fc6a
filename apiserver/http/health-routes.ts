import type { ApiRequest, ApiResponse } from './api-request.ts';
import type { ExtraRoutes } from './router.ts';

/** Something that has to be well. */
export type HealthCheck = {
  readonly name: string;
  /** @throws Error saying what is wrong */
  readonly check: () => Promise<void>;
};

/** What each of /healthz, /livez and /readyz asks, by its name. */
export type HealthChecks = Readonly<Record<'healthz' | 'livez' | 'readyz', readonly HealthCheck[]>>;

const TEXT = {
  contentType: 'text/plain; charset=utf-8',
  headers: { 'X-Content-Type-Options': 'nosniff' },
};

/**
 * The health of the server, all of it or one check (`/readyz/<check>`), as kube-apiserver tells it: `?verbose` lists the
 * checks, as a failure always does; `?exclude=<check>` passes one over. Causes are told at a check's own path only, which is not public.
 */
export function healthRoutes(checks: HealthChecks): ExtraRoutes {
  return async ({ path, query }) => {
    const [, endpoint = '', ...rest] = path.split('/');
    const all = Object.hasOwn(checks, endpoint) ? checks[endpoint as keyof HealthChecks] : undefined;
    if (!all) return undefined;
    if (rest.length === 0) return answerAll(endpoint, all, query);
    const one = all.find(({ name }) => name === rest.join('/'));
    return one && answerOne(one);
  };
}

async function answerAll(
  endpoint: string,
  checks: readonly HealthCheck[],
  query: ApiRequest['query'],
): Promise<ApiResponse> {
  const excluded = new Set(query.getAll('exclude'));
  const told = await Promise.all(checks.map((check) => tell(check, excluded)));
  const unknown = [...excluded].filter((wanted) => !checks.some(({ name }) => name === wanted)).sort();
  const lines = told.map(({ line }) => line);
  if (unknown.length > 0) {
    const names = unknown.map((name) => JSON.stringify(name)).join(',');
    lines.push(`warn: some health checks cannot be excluded: no matches for ${names}`);
  }
  const list = lines.map((line) => `${line}\n`).join('');
  if (told.some(({ failed }) => failed)) return { ...TEXT, status: 500, text: `${list}${endpoint} check failed\n` };
  return { ...TEXT, status: 200, text: query.has('verbose') ? `${list}${endpoint} check passed\n` : 'ok' };
}

type Told = { readonly line: string; readonly failed?: true };

async function tell({ name, check }: HealthCheck, excluded: ReadonlySet<string>): Promise<Told> {
  if (excluded.has(name)) return { line: `[+]${name} excluded: ok` };
  return check().then(
    () => ({ line: `[+]${name} ok` }),
    () => ({ line: `[-]${name} failed: reason withheld`, failed: true }),
  );
}

async function answerOne({ check }: HealthCheck): Promise<ApiResponse> {
  return check().then(
    () => ({ status: 200, text: 'ok', contentType: TEXT.contentType }),
    (error: unknown) => ({ ...TEXT, status: 500, text: `internal server error: ${(error as Error).message}\n` }),
  );
}
