/**
 * Imports go one way: resources <- kubernetes <- workflows <- activities <- operator, api, workers <- cli <- deploy/local.
 * apiserver/ stands alone: it imports nothing of the rest, and only tests import it.
 * `npm run verify:boundaries` refuses anything else.
 */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: {
    path: '^(resources|kubernetes|workflows|activities|operator|api|apiserver|control-worker|sync-worker|cli|deploy|test)/',
    pathNot: allowed,
  },
});

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kubernetes-client-in-one-folder',
      severity: 'error',
      from: { pathNot: '^(kubernetes|test/support|test/conformance/client-node)/' },
      to: { path: 'node_modules/@kubernetes/client-node' },
    },
    {
      name: 'workflows-without-node',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflows-only-types-of-activities',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    only('resources-stand-alone', '^resources/', '^resources/'),
    only('apiserver-stands-alone', '^apiserver/', '^apiserver/'),
    only('kubernetes-is-an-adapter', '^kubernetes/', '^(kubernetes|resources)/'),
    only('workflows', '^workflows/', '^(workflows|resources|activities)/'),
    only('activities', '^activities/', '^(activities|workflows|kubernetes|resources)/'),
    only('operator', '^operator/', '^(operator|workflows|activities|kubernetes|resources)/'),
    only('api', '^api/', '^(api|workflows|activities|kubernetes|resources)/'),
    only('control-worker', '^control-worker/', '^(control-worker|workflows|activities|kubernetes|resources)/'),
    only('sync-worker', '^sync-worker/', '^(sync-worker|workflows|activities|kubernetes|resources)/'),
    only('cli', '^cli/', '^(cli|api|kubernetes|workflows|resources|deploy/local)/'),
    only(
      'deploy-not-tests',
      '^deploy/',
      '^(deploy|cli|api|operator|control-worker|sync-worker|workflows|activities|kubernetes|resources)/',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist|\\.durasync|coverage)(/|$)' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
