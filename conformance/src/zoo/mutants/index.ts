import type { Mutant } from '../types.ts';
import { ACTORS_MUTANTS } from './actors.ts';
import { BYTES_MUTANTS } from './bytes.ts';
import { ERASURE_MUTANTS } from './erasure.ts';
import { EXTREMES } from './extremes.ts';
import { FAILING_MUTANTS } from './failing.ts';
import { CONFLICT_EVIDENCE_MUTANTS } from './conflict-evidence.ts';
import { CONFLICTS_MUTANTS } from './conflicts.ts';
import { HOLDING_MUTANTS } from './holding.ts';
import { HTTP_MUTANTS } from './http.ts';
import { LOG_MUTANTS } from './log.ts';
import { NAMESPACES_MUTANTS } from './namespaces.ts';
import { PERSONAL_MUTANTS } from './personal.ts';
import { RECEIPT_MUTANTS } from './receipts.ts';
import { SECRETS_MUTANTS } from './secrets.ts';
import { REPETITION_MUTANTS } from './repetition.ts';
import { SOURCES_MUTANTS } from './sources.ts';
import { ADMISSION_MUTANTS } from './admission.ts';
import { COMMIT_MUTANTS } from './committing.ts';
import { ESCALATION_MUTANTS } from './escalation.ts';
import { GROUNDS_MUTANTS } from './grounds.ts';
import { JUDGMENT_MUTANTS } from './judgment.ts';
import { POLICIES_MUTANTS } from './policies.ts';

/** Every broken gateway, in the order of RFC-0001; a folder's author adds a line, and nobody removes another's. */
export const MUTANTS: readonly Mutant[] = [
  ...EXTREMES,
  ...BYTES_MUTANTS, // 4
  ...ACTORS_MUTANTS, // 5.1, 5.2
  ...NAMESPACES_MUTANTS, // 5.3
  ...SOURCES_MUTANTS, // 6.1
  ...PERSONAL_MUTANTS, // 6.2
  ...CONFLICTS_MUTANTS, // 6.3, 6.4
  ...CONFLICT_EVIDENCE_MUTANTS, // 6.3
  ...HOLDING_MUTANTS, // 6.6
  ...REPETITION_MUTANTS, // 6.5, 7
  ...JUDGMENT_MUTANTS, // 8.1 to 8.3
  ...GROUNDS_MUTANTS, // 8.4 to 8.7
  ...POLICIES_MUTANTS, // 8.8, 8.10
  ...ADMISSION_MUTANTS, // 9.1, 9.2, 9.4
  ...COMMIT_MUTANTS, // 9.3
  ...ESCALATION_MUTANTS, // 9.5, 9.6
  ...LOG_MUTANTS, // 10.1, 10.2
  ...RECEIPT_MUTANTS, // 10.3
  ...SECRETS_MUTANTS, // 11.1
  ...ERASURE_MUTANTS, // 11.2
  ...FAILING_MUTANTS, // 12
  ...HTTP_MUTANTS, // 13
];
