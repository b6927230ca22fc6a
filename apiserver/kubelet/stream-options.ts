import { flagOf } from '../query-values.ts';

/** Subresources of a pod that are connections to it. */
export type PodConnection = 'exec' | 'attach' | 'portforward';

/** Their names on a node. */
export const NODE_PATHS: Readonly<Record<PodConnection, string>> = {
  exec: 'exec',
  attach: 'attach',
  portforward: 'portForward',
};

const STREAMS = [
  ['stdin', 'input'],
  ['stdout', 'output'],
  ['stderr', 'error'],
  ['tty', 'tty'],
] as const;

/** What a node is asked, of what the API server was asked (core/v1, PodExecOptions and its like; kubelet's own names). */
export function nodeQuery(connection: PodConnection, query: URLSearchParams): URLSearchParams {
  const ofNode = new URLSearchParams();
  if (connection === 'portforward') {
    const ports = query.getAll('ports').join(',');
    if (ports) ofNode.set('port', ports);
    return ofNode;
  }
  for (const [name, kubelets] of STREAMS) if (flagOf(query, name)) ofNode.set(kubelets, '1');
  if (connection === 'exec') for (const word of query.getAll('command')) ofNode.append('command', word);
  return ofNode;
}
