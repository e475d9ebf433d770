import type { Check } from '../types.ts';
import { chain, chainByPages, leaves } from './chain.ts';
import { checkpointBeforeAnswer, checkpointGrows, checkpoints, checkpointStored } from './checkpoint.ts';
import { changedRecord, rehashedAndGrown, rehashedRecord, truncated, truncatedAndGrown } from './export.ts';
import { members } from './members.ts';
import { consistency, inclusion } from './proofs.ts';
import {
  receiptClaims,
  receiptCommits,
  receiptLogged,
  receiptOpensAction,
  receiptOpensRawAction,
  receiptProven,
} from './receipts.ts';
import { recordOfActions, recordOfFacts } from './record.ts';
import { forked, rewritten } from './rewritten.ts';
import { signingKey } from './signing-key.ts';
import { tamperedCommit, tamperedEvaluate, tamperedRead, tamperedSearch } from './tampered.ts';

export const checks: readonly Check[] = [
  recordOfFacts,
  recordOfActions,
  chain,
  chainByPages,
  leaves,
  checkpoints,
  checkpointGrows,
  checkpointBeforeAnswer,
  checkpointStored,
  inclusion,
  consistency,
  signingKey,
  changedRecord,
  rehashedRecord,
  rehashedAndGrown,
  truncated,
  truncatedAndGrown,
  tamperedRead,
  tamperedSearch,
  tamperedEvaluate,
  tamperedCommit,
  receiptProven,
  receiptLogged,
  receiptOpensAction,
  receiptOpensRawAction,
  receiptCommits,
  receiptClaims,
  members, // RFC-0011, 001
  ...rewritten,
  forked,
];
