/** The import directions of the house: downward only. `npm run lint` holds them. */
const LAYERS = ['protocol', 'store', 'ledger', 'meaning', 'admissibility', 'sdk', 'server'];
const upward = LAYERS.slice(0, -1).map((layer, i) => ({
  name: `${layer}-imports-downward-only`,
  severity: 'error',
  comment: `packages/${layer} may import only what lies below it.`,
  from: { path: `^packages/${layer}/src` },
  to: {
    path: `^packages/(${[...LAYERS.slice(i + 1), 'cli', ...(layer === 'admissibility' || layer === 'sdk' ? [] : ['judgment'])].join('|')})/|^conformance/|^examples/`,
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...upward,
    {
      name: 'judgment-imports-protocol-alone',
      severity: 'error',
      comment: 'The judge is a pure function over one document.',
      from: { path: '^packages/judgment/src' },
      to: { path: '^packages/(?!judgment|protocol)|^node:|^(fs|net|http|crypto|os|child_process)$' },
    },
    {
      name: 'policies-import-judgment-and-ledger-alone',
      severity: 'error',
      comment: 'A policy is judged by the judge, and no gateway is opened for it.',
      from: { path: '^packages/policies/src' },
      to: { path: '^packages/(?!policies|judgment|ledger|protocol)' },
    },
    {
      name: 'protocol-has-no-io',
      severity: 'error',
      from: { path: '^packages/protocol/src' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-is-not-imported-by-cli-peers',
      severity: 'error',
      from: { path: '^packages/server/src' },
      to: { path: '^packages/cli/' },
    },
    {
      name: 'conformance-shares-no-code-with-packages',
      severity: 'error',
      comment: 'A bug in the reference must not be able to excuse itself: types only.',
      from: { path: '^conformance/(src|model)', pathNot: '^conformance/src/(adapter|zoo)/' },
      to: { path: '^packages/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'packages-know-nothing-of-conformance',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(conformance|examples)/' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|/test/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.tests.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['eaap-source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
