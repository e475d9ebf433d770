import type { Check } from '../types.ts';
import { fromBackup } from './backup.ts';
import {
  actionsAtRest,
  changedFactsAtRest,
  factsAtRest,
  keysApart,
  refusedActionsAtRest,
} from './at-rest.ts';
import {
  erasedClaim,
  erasedCommitted,
  erasedEvaluation,
  erasureRecorded,
  logVerifies,
} from './erase-actions.ts';
import {
  erasedByIdentifier,
  erasedConflict,
  erasedFacts,
  erasedFromPast,
  erasedFromSearch,
  erasedWithAny,
  otherNamespaceKept,
  othersKept,
} from './erase-facts.ts';
import {
  erasedTwice,
  erasingLocked,
  freshKey,
  nonces,
  tombstones,
  unknownIdentifier,
  usageCounts,
} from './erase-rules.ts';
import {
  ciphertextGone,
  keyGone,
  keyOutlives,
  resumedAfterKill,
  resumedAfterStop,
  vectorGone,
} from './erase-traces.ts';
import { keyOfSubject, keysOfFacts, moved, movedAndJudged, movedToNamespace } from './keys.ts';
import { noncesOfMany } from './nonces.ts';

export const checks: readonly Check[] = [
  factsAtRest,
  changedFactsAtRest,
  actionsAtRest,
  refusedActionsAtRest,
  keysApart,
  keyOfSubject,
  keysOfFacts,
  ...moved,
  movedToNamespace,
  movedAndJudged,
  erasedFacts,
  erasedConflict,
  erasedFromSearch,
  erasedFromPast,
  erasedEvaluation,
  erasedClaim,
  erasedCommitted,
  erasedWithAny,
  erasedByIdentifier,
  othersKept,
  otherNamespaceKept,
  erasureRecorded,
  logVerifies,
  ciphertextGone,
  vectorGone,
  keyGone,
  keyOutlives,
  resumedAfterKill,
  resumedAfterStop,
  unknownIdentifier,
  tombstones,
  usageCounts,
  erasingLocked,
  erasedTwice,
  freshKey,
  nonces,
  noncesOfMany,
  fromBackup,
];
