import type { Environment } from '@marcbachmann/cel-js';

/** Functions by their signatures, as the library writes them: `Receiver.name(type, type): type`. */
export type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** What may be known to be a promise costs a look at each call. */
const SYNCHRONOUS = { async: false };

export function addFunctions(env: Environment, functions: Functions): void {
  for (const [signature, handler] of Object.entries(functions)) env.registerFunction(signature, handler, SYNCHRONOUS);
}

/** A word before the dot of functions, such as `sets` of `sets.contains(…)`. @returns the receiver's type */
export function addNamespace(env: Environment, name: string): string {
  const type = `${name}Namespace`;
  const ctor = class {};
  env.registerType(type, ctor);
  env.registerConstant(name, type, new ctor());
  return type;
}

/** Whether a function takes a value. */
export function accepts<Value>(parse: (value: Value) => unknown): (value: Value) => boolean {
  return (value) => {
    try {
      parse(value);
      return true;
    } catch {
      return false;
    }
  };
}
