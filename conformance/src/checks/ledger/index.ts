import type { Check } from '../types.ts';
import * as challenges from './challenges.ts';
import * as conflictRecords from './conflict-records.ts';
import * as conflictSearch from './conflict-search.ts';
import * as conflicts from './conflicts.ts';
import * as locks from './locks.ts';
import { outgrown } from './outgrown.ts';
import * as outcomes from './outcomes.ts';
import * as answers from './personal-answers.ts';
import * as files from './personal-files.ts';
import { formsInProblems, inExports } from './personal-forms.ts';
import * as names from './personal-names.ts';
import { inProblems } from './personal-problems.ts';
import * as refusedChanges from './refused-changes.ts';
import * as reinforcement from './reinforcement.ts';
import * as resolution from './resolution.ts';
import * as sources from './sources.ts';
import * as storing from './storing.ts';
import * as trust from './trust.ts';
import * as versions from './versions.ts';

export const checks: readonly Check[] = [
  sources.sourceMissing, // 021
  sources.sourceNotPermitted, // 022
  sources.agentSources,
  sources.observedInFuture, // 023
  sources.observedBoundary,
  sources.sourceKept, // 024
  trust.trustOfSource, // 025
  trust.agentUntrusted,
  trust.caps, // 026
  trust.capsUnmatched,
  trust.capsReinforced,
  answers.replaced, // 027
  answers.detectedForms, // 028
  answers.equalTokens, // 029
  answers.equalAcrossForms,
  answers.namespacedTokens, // 030
  answers.notPersonal, // 031
  answers.inEvaluation, // 032
  files.storedFiles, // 033
  files.evaluatedFiles, // 034
  files.dumped, // 035
  files.printed, // 036
  inProblems, // 037
  formsInProblems,
  inExports, // 027, 032, 115
  files.detectorDown, // 038
  names.inAttribute, // 0003-029
  names.inExecutor, // 0003-030
  ...conflicts.checks, // 039 to 043
  ...conflictRecords.checks, // 044, 045, 047
  ...conflictSearch.checks, // 046
  ...resolution.checks, // 040, 048 to 050
  ...reinforcement.checks, // 051, 052
  ...locks.checks, // 053 to 056
  ...versions.checks, // 057, 058
  ...storing.checks, // 0003-003 to 006, 008
  outgrown, // 0003-053
  ...challenges.checks, // 0003-007, 009, 010, 018, 020, 021
  ...outcomes.checks, // 0003-011 to 017
  ...refusedChanges.checks, // 0003-022 to 027
];
