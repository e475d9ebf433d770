// documents
export { DocumentFault, type DocumentFaultCode, type Position } from './yaml/fault.ts';
export { MAX_LENGTH, readDocument, type Document } from './yaml/read.ts';
export { loadManifests, loadPolicy } from './load.ts';
export { Case, CaseFact, CaseFile, loadCases, namedReason, type Cases, type NamedReason } from './case.ts';

// judging
export { CASE_TIME, inputOf, type Extract, type Setting } from './input.ts';
export { reasonName, runCase, type CaseResult } from './test.ts';
export { explain, GATE_QUESTIONS, type Explanation } from './explain.ts';
export type { GrantView, LimitView, RuleView } from './parts.ts';
export { coverage, type Coverage, type PartCoverage } from './coverage.ts';
export {
  diffDecisions,
  rejudged,
  type Change,
  type Compared,
  type PolicyDiff,
  type Rejudged,
} from './diff.ts';
export { shadowed } from './shadow.ts';

// packs
export { packFiles, packNames, packTiers, readPack, type Pack } from './packs.ts';
export { writeDocument } from './yaml/write.ts';
