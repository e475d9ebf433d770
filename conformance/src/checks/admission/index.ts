import { checks as again } from './again.ts';
import { checks as answers } from './answers.ts';
import { checks as approvalAttacks } from './approval-attacks.ts';
import { checks as approval } from './approval.ts';
import { checks as commit } from './commit.ts';
import { checks as decisions } from './decisions.ts';
import { checks as driftKinds } from './drift-kinds.ts';
import { checks as drift } from './drift.ts';
import { checks as erasedEscalations } from './erased-escalations.ts';
import { checks as erasedReports } from './erased-reports.ts';
import { checks as escalation } from './escalation.ts';
import { checks as expiry } from './expiry.ts';
import { checks as halt } from './halt.ts';
import { checks as halting } from './halting.ts';
import { checks as outcome } from './outcome.ts';
import { checks as races } from './races.ts';
import { checks as records } from './records.ts';
import { checks as refusals } from './refusals.ts';
import { checks as repeat } from './repeat.ts';
import { checks as replays } from './replays.ts';
import { checks as reports } from './reports.ts';
import { checks as state } from './state.ts';
import { checks as steps } from './steps.ts';
import type { Check } from '../types.ts';

/** RFC-0001 section 9, RFC-0008, RFC-0009, and halts of RFC-0016. */
export const checks: readonly Check[] = [
  ...answers,
  ...records,
  ...state,
  ...drift,
  ...commit,
  ...expiry,
  ...again,
  ...refusals,
  ...outcome,
  ...escalation,
  ...approval,
  ...halt,
  ...repeat,
  ...steps,
  ...reports,
  ...decisions,
  ...halting,
  ...driftKinds,
  ...replays,
  ...approvalAttacks,
  ...races,
  ...erasedReports,
  ...erasedEscalations,
];
