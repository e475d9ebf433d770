// unit, crypto, log, identity, configuration
export { DEFAULT_NAME, openLedger } from './unit/open.ts';
export { finishErasures } from './unit/erasure.ts';
export { rebaseClock } from './unit/rebase.ts';
export { DEFAULT_CLOCK_BOUNDS, type ClockFault } from './unit/time.ts';
export type { Appended, ClockBounds, Ledger, LedgerParts, LogEntry, Unit, View } from './unit/types.ts';
export { formatKids, parseKids, type Kids } from './crypto/kids.ts';
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
export { authenticate, type Actor } from './identity/authenticate.ts';
export { createKey, listKeys, revokeKey, type MadeKey } from './identity/keys.ts';
export { DEFAULT_POLICY, DEFAULT_TRUST } from './configuration/defaults.ts';
export { getManifest, listManifests, setManifest, type ManifestInForce } from './configuration/manifest.ts';
export { bootstrap, createNamespace, type NewNamespace } from './configuration/namespace.ts';
export { getPolicy, setPolicy, type PolicyInForce } from './configuration/policy.ts';
export { getTrust, setTrust, type TrustInForce } from './configuration/trust.ts';
