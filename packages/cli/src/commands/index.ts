import type { Register } from '../lib/cli.ts';
import { registerCommit } from './commit.ts';
import { registerPolicy, registerManifest, registerTrust } from './configuration.ts';
import { registerHalt, registerResume, registerStatus } from './control.ts';
import { registerApprove, registerDeny } from './decide.ts';
import { registerDemo } from './demo.ts';
import { registerErase } from './erase.ts';
import { registerEscalations } from './escalations.ts';
import { registerEvaluate } from './evaluate.ts';
import { registerEvaluation } from './evaluation.ts';
import { registerFact } from './fact.ts';
import { registerInit } from './init.ts';
import { registerKeys } from './keys.ts';
import { registerCheckpoint, registerEntries, registerExport } from './log.ts';
import { registerOutcome } from './outcome.ts';
import { registerRedteam } from './redteam.ts';
import { registerConflict, registerResolve } from './resolve.ts';
import { registerSearch } from './search.ts';
import { registerServe } from './serve.ts';
import { registerStore } from './store.ts';
import { registerVerify } from './verify.ts';

/** The commands, under the headings and in the order in which the help lists them. */
export const COMMANDS: readonly (readonly [heading: string, commands: readonly Register[]])[] = [
  ['Begin:', [registerDemo, registerInit, registerServe, registerStatus]],
  ['Act:', [registerEvaluate, registerCommit, registerOutcome, registerEvaluation]],
  ['Decide:', [registerEscalations, registerApprove, registerDeny, registerHalt, registerResume]],
  ['Facts:', [registerStore, registerSearch, registerFact, registerConflict, registerResolve, registerErase]],
  ['Configure:', [registerKeys, registerPolicy, registerTrust, registerManifest]],
  ['Evidence:', [registerEntries, registerCheckpoint, registerExport, registerVerify, registerRedteam]],
];
