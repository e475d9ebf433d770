/** The payloads of the protocol as types; nothing of this survives compilation. */
export type {
  Action,
  CheckpointResponse as Checkpoint,
  CommitResponse,
  Conflict,
  EvaluateResponse,
  Evaluation,
  Fact,
  KeyRequest,
  LedgerEntry,
  LogRecord,
  Manifest,
  Policy,
  Reason,
  Receipt,
  StoreRequest,
  TrustTable,
} from '@eaap/protocol';
