import type { KubeConfig } from '@kubernetes/client-node';

/** Where a scenario does its work: a namespace and a word of its own. */
export type Place = { readonly config: KubeConfig; readonly ns: string; readonly id: string };

/** Notes what a call returned or threw. @returns what it returned, nothing if it threw */
export type Note = <T>(call: string, run: () => Promise<T>) => Promise<T | undefined>;

/** What a program does with @kubernetes/client-node. */
export type Scenario = { readonly name: string; readonly run: (place: Place, note: Note) => Promise<void> };
