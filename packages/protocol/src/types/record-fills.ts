import type { RecordType } from './record.ts';

const OBJECT = ['object'] as const;
const VERSION = ['object', 'commitment'] as const;
const DECISION = ['object', 'evaluation', 'verdict', 'policy', 'engine', 'state_hash', 'commitment'] as const;
const REPORT = ['object', 'evaluation', 'reason'] as const;
const ESCALATION = ['object', 'evaluation', 'commitment'] as const;

/**
 * What a record of each type is of, and which members it fills beside those that every record has; all others are
 * null. Published as `schemas/tables/records.json`.
 *
 * @see RFC-0011 section 3.2
 */
export const RECORD_FILLS = {
  'namespace.created': { object: 'namespace:<name>', fills: OBJECT },
  'key.created': { object: 'key:<id>', fills: VERSION },
  'key.revoked': { object: 'key:<id>', fills: OBJECT },
  'policy.changed': { object: 'policy:<name>@<version>', fills: VERSION },
  'manifest.changed': { object: 'manifest:<tool>@<version>', fills: VERSION },
  'trust.changed': { object: 'trust:table@<version>', fills: VERSION },
  'fact.stored': { object: 'fact:<id>@<version>', fills: VERSION },
  'fact.reinforced': { object: 'fact:<id>@<version>', fills: VERSION },
  'fact.corroborated': { object: 'fact:<id>@<version>', fills: VERSION },
  'fact.disputed': { object: 'fact:<id>@<version>', fills: VERSION },
  'fact.superseded': { object: 'fact:<id>@<version>', fills: VERSION },
  'fact.restored': { object: 'fact:<id>@<version>', fills: VERSION },
  'fact.locked': { object: 'fact:<id>@<version>', fills: VERSION },
  'fact.unlocked': { object: 'fact:<id>@<version>', fills: VERSION },
  'fact.retracted': { object: 'fact:<id>@<version>', fills: VERSION },
  'fact.refused': { object: 'conflict:<id>', fills: ['object', 'reason'] },
  'conflict.opened': { object: 'conflict:<id>@1', fills: VERSION },
  'conflict.noted': { object: 'conflict:<id>@1', fills: VERSION },
  'conflict.resolved': { object: 'conflict:<id>@<version>', fills: [...VERSION, 'reason'] },
  'subject.erased': { object: 'erasure:<id>', fills: OBJECT },
  'record.erased': { object: 'fact:<id> or conflict:<id>', fills: OBJECT },
  'evaluation.recorded': { object: 'evaluation:<id>', fills: DECISION },
  'commit.accepted': { object: 'evaluation:<id>', fills: DECISION },
  'commit.refused': { object: 'evaluation:<id>', fills: REPORT },
  'outcome.reported': { object: 'evaluation:<id>', fills: REPORT },
  'outcome.unknown': { object: 'evaluation:<id>', fills: REPORT },
  'escalation.opened': { object: 'escalation:<id>@<version>', fills: ESCALATION },
  'escalation.approved': { object: 'escalation:<id>@<version>', fills: ESCALATION },
  'escalation.denied': { object: 'escalation:<id>@<version>', fills: ESCALATION },
  'escalation.expired': { object: 'escalation:<id>@<version>', fills: ESCALATION },
  'control.halted': { object: 'control:<scope>.<name>', fills: OBJECT },
  'control.resumed': { object: 'control:<scope>.<name>', fills: OBJECT },
  'clock.rebased': { object: 'clock:wall@<version>', fills: [...VERSION, 'reason'] },
  'requests.refused': { object: null, fills: ['reason'] },
} as const satisfies Record<
  RecordType,
  { readonly object: string | null; readonly fills: readonly string[] }
>;
