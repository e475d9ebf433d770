export { effectiveConfidence, type Decaying } from '@eaap/protocol';
export { DEGRADED_BELOW, health, type Ageing } from './health.ts';
export { inOrder } from './rank.ts';
export { relevance } from './relevance.ts';
export { DEFAULT_LIMIT, search } from './search.ts';
export { judgedFact, MAX_ROWS, selectRows, type SelectedRows, type StateRow } from './select.ts';
