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
export { Effect, EFFECTS, EFFECT_NAMES, EFFECTS_VERSION, Target, TargetPattern, type EffectName } from './types/effect.ts';
export { Action, Claim } from './types/action.ts';
export { Manifest, PARAMETER_TYPES, ParameterSpec, SubjectRef } from './types/manifest.ts';
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
export { SCHEMAS, type FiledSchema } from './types/all.ts';

// validation and the routes
export { matches, validate } from './validate/validate.ts';
export { ROUTES, type Route, type RouteParameter } from './http/routes.ts';
