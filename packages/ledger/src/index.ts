// unit, crypto, log, identity, configuration
export { DEFAULT_NAME, openLedger } from './unit/open.ts';
export { openMemoryLedger, type MemoryLedger } from './memory.ts';
export { finishErasures } from './unit/erasure.ts';
export { rebaseClock } from './unit/rebase.ts';
export { DEFAULT_CLOCK_BOUNDS, type ClockFault } from './unit/time.ts';
export type { Appended, ClockBounds, Ledger, LedgerParts, LogEntry, Unit, View } from './unit/types.ts';
export { formatKids, parseKids, type Kids } from './crypto/kids.ts';
export { createSealer } from './crypto/sealer.ts';
export type { Sealed, SealedAt, Sealer } from './crypto/types.ts';
export { originOf } from './log/flush.ts';
export {
  checkpointCovering,
  entries,
  latestCheckpoint,
  logSize,
  MAX_PAGE,
  proveConsistency,
  proveEntry,
  proveInclusion,
  readRecord,
  type EntriesQuery,
  type Entry,
  type StoredCheckpoint,
} from './log/read.ts';
export { verifyLog, type ExportedLog } from './log/verify/verify-log.ts';
export {
  verifyDatabase,
  type DatabaseTrust,
  type DatabaseVerification,
  type NamespaceVerification,
} from './log/verify/database/verify-database.ts';
export {
  FINDING_CODES,
  MAX_OF_A_CODE,
  type Finding as LogFinding,
  type FindingCode,
  type LogVerification,
} from './log/verify/findings.ts';
export { authenticate, type Actor } from './identity/authenticate.ts';
export { createKey, listKeys, revokeKey, type MadeKey } from './identity/keys.ts';
export { credentialDigest, writeRoles, writeSources, type CredentialRow } from './identity/credential.ts';
export { keyDigest } from './identity/key.ts';
export { DEFAULT_POLICY, DEFAULT_TRUST } from './configuration/defaults.ts';
export { getManifest, listManifests, setManifest, type ManifestInForce } from './configuration/manifest.ts';
export { bootstrap, createNamespace, type NewNamespace } from './configuration/namespace.ts';
export { getPolicy, setPolicy, type PolicyInForce } from './configuration/policy.ts';
export { getTrust, setTrust, type TrustInForce } from './configuration/trust.ts';

// facts
export { erase } from './fact/erase.ts';
export { lockFact, retractFact, unlockFact } from './fact/change.ts';
export { storeFact, type StoreAnswer } from './fact/store.ts';
export { resolveConflict } from './fact/resolve.ts';
export { getConflict, getFact } from './fact/read.ts';
export {
  loadConflicts,
  loadFacts,
  openRow,
  selectFactRows,
  type LoadQuery,
  type Scope,
} from './fact/load.ts';
export { committedFact, hasExpired, toWireFact, type Committed, type FactRecord } from './fact/record.ts';
export { openFact, openVector, sealFact, textOf, type FactDraft } from './fact/sealed.ts';
export {
  committedConflict,
  openConflict,
  sealConflict,
  toWireConflict,
  type ConflictDraft,
  type ConflictRecord,
  type Resolution,
} from './fact/conflict-record.ts';
export { attributeIndex, scrubSubject, subjectIndex, tokenIndex, valueIndex } from './fact/indexes.ts';
export { refuseWhileErasing, registerMentions, tokensIn, type MentionKind } from './fact/mention.ts';
export { rate, type Ratable, type Rated } from './fact/claim.ts';
export { freshened, type Observed } from './fact/reinforce.ts';
export { rateSource, type Rating } from './fact/trust.ts';

// personal data, vectors
export { refusePersonalName } from './lib/personal.ts';
export { checkReplaced, checkReplacedReason } from './lib/replaced.ts';
export {
  DETECTORS,
  detect,
  isPlain,
  MAX_TEXT_BYTES,
  PII_TABLE,
  piiToken,
  scrubJson,
  scrubText,
  writtenMark,
  type BuiltinPiiType,
  type DetectOptions,
  type Detector,
  type DetectorContext,
  type DetectorMatch,
  type Finding,
  type JsonFinding,
  type PiiFeatures,
  type PiiTable,
  type PiiTableEntry,
  type PiiType,
  type ScrubbedJson,
  type ScrubbedText,
  type Tokenise,
} from './pii/index.ts';
export {
  compareSimilarity,
  isBlank,
  similarity,
  similarityBp,
  VECTOR_DIMENSIONS,
  vectorOf,
  type Similarity,
} from './lib/vector.ts';
