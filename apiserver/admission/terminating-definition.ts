import { forbiddenRequest } from '../errors/index.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import type { Admission } from '../rest/dependencies.ts';

/** While the objects of a definition that is being deleted are cleared away, no new ones come. */
export const terminatingDefinition: Admission = {
  mutate: async ({ operation, resource, name }) => {
    if (operation !== 'CREATE' || !resource.isTerminating) return;
    const cause = 'create not allowed while custom resource definition is terminating';
    throw forbiddenRequest(groupResourceOf(resource), name, cause);
  },
};
