// the interfaces and the tables
export { SCHEMA_VERSION, SYSTEM_NAMESPACE, TABLE_NAMES, TABLES } from './tables.ts';
export type {
  ColumnOf,
  ColumnType,
  IntegerColumn,
  KeyOf,
  NewRow,
  OrderedColumn,
  Row,
  TableDefinition,
  TableName,
  ValueOf,
} from './types/table.ts';
export type { Filter, FlushHook, Query, Range, ReadTx, Store, SystemReader, Tx } from './types/store.ts';
export {
  KEY_PURPOSES,
  type KeyEntry,
  type KeyPurpose,
  type KeyStore,
  type StoredKey,
} from './types/key-store.ts';
