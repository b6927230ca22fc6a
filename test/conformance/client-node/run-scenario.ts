import { ApiException, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { differences } from '../compare.ts';
import type { Difference } from '../compare.ts';
import { normaliseAnswers } from '../normalise.ts';
import type { Note, Scenario } from './scenario.ts';

type Noted = { readonly call: string; readonly body: unknown };
export type Kubeconfigs = { readonly real: string; readonly ours: string };

/** Runs a scenario on both servers. @param run a word no other run has, for names */
export async function scenarioDifferences(
  { real, ours }: Kubeconfigs,
  scenario: Scenario,
  run: string,
): Promise<Difference[]> {
  const id = `node-${scenario.name}-${run}`;
  const [theirs, own] = await Promise.all([runScenario(real, scenario, id), runScenario(ours, scenario, id)]);
  return theirs.flatMap(({ call, body }, index) =>
    differences(body, own[index]?.body, `client-node/${scenario.name}: ${call}`),
  );
}

async function runScenario(kubeconfig: string, scenario: Scenario, id: string): Promise<Noted[]> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const ns = `ns-${id}`;
  await config.makeApiClient(CoreV1Api).createNamespace({ body: { metadata: { name: ns } } });
  const noted: Noted[] = [];
  const note: Note = async (call, run) => {
    try {
      const returned = await run();
      noted.push({ call, body: asJson({ returned }) });
      return returned;
    } catch (error) {
      noted.push({ call, body: asJson({ thrown: describeError(error) }) });
      return undefined;
    }
  };
  await scenario.run({ config, ns, id }, note);
  const answers = noted.map(({ body }) => ({ status: 0, contentType: '', warnings: [], body }));
  const normalised = normaliseAnswers({ name: scenario.name, steps: [] }, answers);
  return noted.map(({ call }, index) => ({ call, body: normalised[index]?.body }));
}

function describeError(error: unknown): object {
  if (error instanceof ApiException) return { code: error.code, body: parsed(error.body) };
  return error instanceof Error ? { name: error.name, message: error.message } : { error };
}

/** The library leaves the text of a Status as it came. */
function parsed(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : body;
  } catch {
    return body;
  }
}

/** Times are objects in the library's types. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
