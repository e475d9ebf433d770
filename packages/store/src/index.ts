// the interfaces and the tables
export { SCHEMA_VERSION, SYSTEM_NAMESPACE, TABLE_NAMES, TABLES } from './tables.ts';
export type { ColumnType, TableDefinition, ValueOf } from './types/definition.ts';
export type { ColumnOf, IntegerColumn, KeyOf, NewRow, OrderedColumn, Row, TableName } from './types/table.ts';
export type { Filter, FlushHook, Query, Range, ReadTx, Store, SystemReader, Tx } from './types/store.ts';
export {
  KEY_PURPOSES,
  type KeyEntry,
  type KeyPurpose,
  type KeyStore,
  type StoredKey,
} from './types/key-store.ts';

// the engines
export { openSqlite, type SqliteOptions } from './sqlite/open.ts';
export type { FaultInjector, FaultPoint } from './sqlite/fault-point.ts';

// the key stores
export { initKeyEncryptionKey, loadKeyEncryptionKey } from './keys/kek.ts';
export { memoryKeyStore } from './keys/memory.ts';
export { openFileKeyStore, type FileKeyStoreOptions } from './keys/open.ts';
export { hold } from './sqlite/lock.ts';
