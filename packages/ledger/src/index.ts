// unit, crypto
export { DEFAULT_NAME, openLedger } from './unit/open.ts';
export { finishErasures } from './unit/erasure.ts';
export { DEFAULT_CLOCK_BOUNDS, type ClockFault } from './unit/time.ts';
export type { Appended, ClockBounds, Ledger, LedgerParts, LogEntry, Unit, View } from './unit/types.ts';
export { formatKids, parseKids, type Kids } from './crypto/kids.ts';
export type { Sealed, SealedAt, Sealer } from './crypto/types.ts';
