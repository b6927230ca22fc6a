import { Environment } from '@marcbachmann/cel-js';
import { addAddresses } from './library/addresses.ts';
import { addFormats } from './library/formats.ts';
import { addLists } from './library/lists.ts';
import { addQuantities } from './library/quantity.ts';
import { addSemver } from './library/semver.ts';
import { addStrings } from './library/strings.ts';
import { addTwoVariableLoops } from './library/two-variable-loops.ts';
import { addUrls } from './library/urls.ts';

let base: Environment | undefined;

/** A new environment of Kubernetes' functions, without variables. */
export function kubernetesEnvironment(): Environment {
  base ??= createBase();
  return base.clone();
}

function createBase(): Environment {
  // Literals of mixed types are refused afterwards, because format() takes them.
  const env = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
  for (const add of [
    addStrings,
    addLists,
    addQuantities,
    addUrls,
    addAddresses,
    addSemver,
    addFormats,
    addTwoVariableLoops,
  ])
    add(env);
  return env;
}
