// what an author of checks, adapters or gateways in other languages reads
export type { Check, CheckContext, Grade, World } from './checks/types.ts';
export type { Control, Hello, Hook, Located, Started } from './control/types.ts';
export type { Requirement, RequirementSet } from './spec/requirement.ts';

// what a report is
export type { Report } from './report/report.ts';
export type { CheckOutcome, Expectation, Verdict } from './runner/outcome.ts';
export type { RequirementVerdict, Summary } from './runner/verdict.ts';

// the command
export { main } from './cli/main.ts';
