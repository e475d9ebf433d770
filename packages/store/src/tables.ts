import type { TableDefinition } from './types/definition.ts';

/**
 * Every table, as data: an engine makes its statements from it, and {@link Row} is inferred from it. Every table has a
 * namespace column before these, first in its key and in every index. Names of tables and columns reach a statement
 * from here only; values are always bound.
 *
 * Columns hold what must be looked up, as digests, blind indexes, ids and times; content is in `sealed`, encrypted
 * under the keys that `kids` lists.
 */
export const TABLES = {
  credentials: {
    columns: {
      digest: 'text',
      id: 'text',
      principal: 'text',
      owner: 'text',
      roles: 'text',
      sources: 'text',
      created_at: 'integer',
      expires_at: 'integer?',
      revoked_at: 'integer?',
    },
    key: ['digest'],
    indexes: [['id']],
  },
  facts: {
    columns: {
      id: 'text',
      version: 'integer',
      current: 'integer',
      status: 'text',
      subject_index: 'text',
      attribute_index: 'text',
      value_index: 'text',
      locked: 'integer',
      trust: 'text',
      source_kind: 'text',
      confidence: 'integer',
      half_life_ms: 'integer',
      observed_at: 'integer',
      valid_until: 'integer?',
      created_at: 'integer',
      kids: 'text',
      commitment: 'text',
      sealed: 'blob?',
    },
    key: ['id', 'version'],
    indexes: [
      ['current', 'subject_index', 'attribute_index'],
      ['current', 'id'],
      ['current', 'attribute_index'],
    ],
  },
  vectors: {
    columns: { id: 'text', version: 'integer', kids: 'text', sealed: 'blob' },
    key: ['id', 'version'],
  },
  mentions: {
    columns: { subject_index: 'text', type: 'text', id: 'text' },
    key: ['subject_index', 'type', 'id'],
    indexes: [['type', 'id']],
  },
  conflicts: {
    columns: {
      id: 'text',
      version: 'integer',
      status: 'text',
      subject_index: 'text',
      attribute_index: 'text',
      incumbent: 'text',
      challenger: 'text',
      opened_at: 'integer',
      resolved_at: 'integer?',
      resolution: 'text?',
      resolver: 'text?',
      commitment: 'text',
      kids: 'text',
      sealed: 'blob?',
    },
    key: ['id'],
    indexes: [
      ['status', 'subject_index', 'attribute_index'],
      ['status', 'id'],
    ],
  },
  log: {
    columns: {
      seq: 'integer',
      record: 'text',
      leaf: 'blob',
      type: 'text',
      ts: 'integer',
      evaluation: 'text?',
      object: 'text?',
    },
    key: ['seq'],
    indexes: [
      ['evaluation', 'seq'],
      ['type', 'seq'],
    ],
  },
  log_nodes: {
    columns: { level: 'integer', position: 'integer', hash: 'blob' },
    key: ['level', 'position'],
  },
  checkpoints: {
    columns: { size: 'integer', note: 'text', ts: 'integer' },
    key: ['size'],
  },
  telemetry: {
    columns: { seq: 'integer', latency_us: 'integer?', model: 'text?', framework: 'text?' },
    key: ['seq'],
  },
  evaluations: {
    columns: {
      id: 'text',
      principal: 'text',
      owner: 'text',
      executor: 'text',
      verdict: 'text',
      status: 'text',
      token_digest: 'text?',
      action_key: 'text',
      loop_key: 'text',
      session: 'text?',
      policy: 'text',
      engine: 'text',
      state_hash: 'text',
      commitment: 'text',
      window: 'integer',
      created_at: 'integer',
      expires_at: 'integer',
      committed_at: 'integer?',
      kids: 'text',
      sealed: 'blob?',
    },
    key: ['id'],
    indexes: [['token_digest'], ['principal', 'created_at'], ['status', 'expires_at']],
  },
  commits: {
    columns: {
      evaluation: 'text',
      jti: 'text',
      executor: 'text',
      audience: 'text',
      seq: 'integer',
      committed_at: 'integer',
      expires_at: 'integer',
      kids: 'text',
      sealed: 'blob?',
    },
    key: ['evaluation'],
    indexes: [['jti']],
  },
  idempotency: {
    columns: {
      principal: 'text',
      route: 'text',
      key: 'text',
      request_digest: 'text',
      reference: 'text',
      created_at: 'integer',
    },
    key: ['principal', 'route', 'key'],
  },
  outcomes: {
    columns: {
      evaluation: 'text',
      status: 'text',
      principal: 'text',
      reported_at: 'integer',
      seq: 'integer',
      kids: 'text',
      sealed: 'blob?',
    },
    key: ['evaluation'],
  },
  escalations: {
    columns: {
      id: 'text',
      evaluation: 'text',
      proposer: 'text',
      proposer_owner: 'text',
      target: 'text',
      status: 'text',
      version: 'integer',
      opened_at: 'integer',
      expires_at: 'integer',
      decided_at: 'integer?',
      decided_by: 'text?',
      action_key: 'text',
      reasons_digest: 'text',
      challenge: 'text',
      commitment: 'text',
      kids: 'text',
      sealed: 'blob?',
    },
    key: ['id'],
    indexes: [['action_key', 'status'], ['status', 'id'], ['evaluation']],
  },
  consumptions: {
    columns: { escalation: 'text', evaluation: 'text', ts: 'integer' },
    key: ['escalation'],
  },
  usage: {
    columns: { limit_key: 'text', evaluation: 'text', state: 'text', amount: 'integer', ts: 'integer' },
    key: ['limit_key', 'evaluation'],
    indexes: [['limit_key', 'ts'], ['evaluation']],
  },
  controls: {
    columns: {
      scope: 'text',
      name: 'text',
      state: 'text',
      reason: 'text',
      principal: 'text',
      since: 'integer',
    },
    key: ['scope', 'name'],
  },
  settings: {
    columns: { name: 'text', value: 'text', digest: 'text', version: 'integer', updated_at: 'integer' },
    key: ['name'],
  },
  documents: {
    columns: { digest: 'text', kind: 'text', content: 'text', created_at: 'integer' },
    key: ['digest'],
  },
  refusals: {
    columns: { kind: 'text', principal: 'text', bucket: 'integer', count: 'integer' },
    key: ['kind', 'principal', 'bucket'],
  },
  erasures: {
    columns: {
      id: 'text',
      status: 'text',
      kids: 'text',
      subject_index: 'text',
      requested_at: 'integer',
      completed_at: 'integer?',
    },
    key: ['id'],
    indexes: [['status']],
  },
} as const satisfies Record<string, TableDefinition>;

/** The names of the tables, in the order they are declared. */
export const TABLE_NAMES = Object.keys(TABLES) as (keyof typeof TABLES)[];

/**
 * The version of the tables. An engine refuses a database with a higher one (`storage-version`): what a later version
 * means by its rows is not known here.
 */
export const SCHEMA_VERSION = 1;

/** The reserved namespace whose controls every transaction can read. */
export const SYSTEM_NAMESPACE = 'system';
