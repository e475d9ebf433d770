// problem
export { PROBLEMS, PROBLEM_PREFIX, PROBLEM_TYPES, type ProblemType } from './problem/catalogue.ts';
export { EaapError, problemTypeOf, type ProblemBody, type ProblemExtras } from './problem/error.ts';

// types: schemas (values) and their static types share a name
export type { Json, JsonObject } from './types/json.ts';
export { nullable, oneOf, ref, schemaId } from './types/schema.ts';
export {
  Attribute,
  BasisPoints,
  DigestString,
  DurationMs,
  Environment,
  ENVIRONMENTS,
  EpochMs,
  FactStatus,
  FACT_STATUSES,
  FactValue,
  Gate,
  GATES,
  Health,
  HEALTHS,
  JsonPointer,
  NamePattern,
  NamespaceName,
  PrincipalName,
  Reversibility,
  REVERSIBILITIES,
  Risk,
  RISKS,
  Role,
  ROLES,
  SourceKind,
  SOURCE_KINDS,
  Subject,
  Timestamp,
  ToolName,
  TrustLevel,
  TRUST_LEVELS,
  Uuid,
  Verdict,
  VERDICTS,
} from './types/common.ts';
export {
  Effect,
  EFFECTS,
  EFFECT_NAMES,
  EFFECTS_VERSION,
  Target,
  TargetPattern,
  type EffectName,
} from './types/effect.ts';
export type { Extractor, ReadEffect, Reading, UnreadCode } from './types/reading.ts';
export { Action, Claim } from './types/action.ts';
export { Manifest, PARAMETER_TYPES, ParameterSpec, SubjectRef } from './types/manifest.ts';
export {
  Derivation,
  DERIVATIONS,
  GROUND_KINDS,
  GroundKind,
  Mandate,
  SessionOutput,
  SessionPrompt,
} from './types/grounding.ts';
export { COMPARE_FORMS, CompareForm } from './types/compare.ts';
export { Grant, Limit, Policy, Rule, TrustTable } from './types/policy.ts';
export {
  Conflict,
  EraseRequest,
  EraseResponse,
  Fact,
  ReasonRequest,
  ResolveRequest,
  SearchRequest,
  SearchResponse,
  Snapshot,
  SnapshotFact,
  StoreRequest,
  StoreResponse,
  type Source,
} from './types/fact.ts';
export {
  Counter,
  Extraction,
  GateResult,
  JudgedApproval,
  JudgedConflict,
  JudgedFact,
  JudgeInput,
  Judgment,
  Reason,
  REASON_CODES,
  Selector,
  type ExtractedEffect,
  type ReasonCode,
  type TypedGround,
  type Unread,
} from './types/judgment.ts';
export {
  CheckpointResponse,
  ConsistencyResponse,
  EntriesResponse,
  LedgerEntry,
  LogRecord,
  ProofResponse,
  RECORD_TYPES,
  type RecordType,
} from './types/record.ts';
export {
  CommitRequest,
  CommitResponse,
  DecideRequest,
  Escalation,
  EscalationsResponse,
  EvaluateRequest,
  EvaluateResponse,
  Evaluation,
  EvaluationView,
  Outcome,
  OutcomeRequest,
  Receipt,
  ReceiptClaims,
  State,
} from './types/admission.ts';
export {
  AssertableSource,
  ControlState,
  Credential,
  Discovery,
  HaltRequest,
  KeyRequest,
  KeyResponse,
  KeysResponse,
  ManifestResponse,
  ManifestsResponse,
  NamespaceRequest,
  PolicyResponse,
  Problem,
  TrustResponse,
} from './types/operation.ts';
export {
  BUNDLE_PAYLOAD_TYPE,
  BUNDLE_PREDICATE_TYPE,
  BUNDLE_SUBJECTS,
  BundleEntry,
  BundleEnvelope,
  BundlePredicate,
  BundleStatement,
  BundleSubject,
  STATEMENT_TYPE,
} from './types/bundle.ts';
export { SCHEMAS, type FiledSchema } from './types/all.ts';

// validation and the routes
export { matches, validate } from './validate/validate.ts';
export { ROUTES, type Route, type RouteId, type RouteParameter } from './http/routes.ts';
export { openApi } from './http/openapi.ts';
export { REQUEST_EXAMPLES } from './http/examples.ts';

// how facts lose authority over time
export { effectiveConfidence, type Decaying } from './decay.ts';

// bytes: canonical JSON, digests, ids, time, log proofs
export { JSON_REASONS, type JsonReason } from './canonical/fault.ts';
export { CANONICAL_LIMITS, PARSE_LIMITS, type JsonLimits } from './canonical/limits.ts';
export { parseJson } from './canonical/parse.ts';
export { assertJson } from './canonical/guard.ts';
export { canonicalBytes, canonicalize } from './canonical/canonicalize.ts';
export { COMMIT_TAG, DIGEST_TAGS, type DigestTag } from './digest/tags.ts';
export {
  commit,
  concatBytes,
  digest,
  digestBytes,
  equalDigest,
  isDigest,
  keyed,
  MIN_KEY_BYTES,
  SALT_BYTES,
  type Digest,
} from './digest/digest.ts';
export {
  fromBase64,
  fromBase64Url,
  fromHex,
  fromUtf8,
  toBase64,
  toBase64Url,
  toHex,
  toUtf8,
} from './digest/encoding.ts';
export { hmacSha256, sha256 } from './digest/hash.ts';
export { draw, seededEntropy, systemEntropy, type Entropy } from './id/entropy.ts';
export { createIds, isUuidV7, uuidv7, type Ids } from './id/uuid.ts';
export { LAST_TIME_MS, manualClock, systemClock, type Clock, type ManualClock } from './time/clock.ts';
export { formatTime, parseTime } from './time/format.ts';
export {
  appendNodes,
  HASH_BYTES,
  leafHash,
  nodeHash,
  nodesNeeded,
  rootAt,
  type NodeAddress,
  type NodeAt,
  type TreeNode,
} from './log/tree.ts';
export { createTree, rootOf, type Tree } from './log/memory.ts';
export {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from './log/proof.ts';
export { NOTE_REASONS, type NoteReason } from './log/fault.ts';
export { noteSigner, parseVerifierKey, type NoteSigner, type NoteVerifier } from './log/keys.ts';
export {
  formatNote,
  MAX_NOTE_BYTES,
  MAX_NOTE_SIGNATURES,
  openNote,
  signNote,
  type NoteSignature,
  type OpenedNote,
} from './log/note.ts';
export {
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  type Checkpoint,
  type OpenedCheckpoint,
} from './log/checkpoint.ts';
export { CHAIN_CODES, linkOf, verifyChain, type ChainFinding, type ChainResult } from './log/chain.ts';

// receipts
export {
  confirmationKey,
  isConfirmationKey,
  signPossession,
  verifyPossession,
  type ConfirmationKey,
} from './receipt/possession.ts';
export { RECEIPT_REASONS, ReceiptRefused, type ReceiptReason } from './receipt/refused.ts';
export { verifyReceipt, type ReceiptCheck } from './receipt/verify.ts';

// proof bundles
export { preAuthEncoding } from './envelope/dsse.ts';
export { BUNDLE_REASONS, BundleRefused, type BundleReason } from './envelope/refused.ts';
export { makeBundle, verifyBundle, type BundleCheck, type VerifiedBundle } from './envelope/bundle.ts';
