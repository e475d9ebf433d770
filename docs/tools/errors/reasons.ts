import type { FindingCode } from '@eaap/ledger';
import type { ReceiptReason, REASON_CODES } from '@eaap/protocol';

type Codes = typeof REASON_CODES;

/** A gate that failed says nothing about the action, and so blocks. */
const FAILED = 'The gate itself failed, and so blocks.';

/** What each reason code of a judgment means. A new code does not compile until it is here. */
export const REASON_MEANING: { readonly [G in keyof Codes]: Readonly<Record<Codes[G][number], string>> } = {
  standing: {
    halted: 'The gateway, the namespace, the agent or the executor is halted.',
    malformed: 'The judged document does not have its form.',
    'gate-error': FAILED,
  },
  authority: {
    'no-grant': 'No grant names this principal, and none names the tool.',
    'principal-not-granted': 'Grants name the tool, but not for this principal.',
    'tool-not-granted': 'Grants name this principal, but not for the tool.',
    'effect-not-granted': 'The nearest grant does not cover an effect.',
    'target-not-granted': 'The nearest grant does not cover a target.',
    'risk-above-grant': 'The risk is above that of the nearest grant.',
    'environment-above-grant': 'The environment is above that of the nearest grant.',
    'executor-not-permitted': 'The executor is not one of the policy’s.',
    'no-mandate': 'The policy asks for a mandate of the session, and there is none.',
    'outside-mandate': 'A mandate of the session does not cover the tool, a target or a recipient.',
    'gate-error': FAILED,
  },
  effects: {
    'unknown-effect': 'Nobody can say what the action does.',
    unread:
      'A parameter is not described by the manifest, is missing, or could not be read; `value` says which.',
    'secret-read': 'The action reads a secret. Nothing overrides that.',
    'no-manifest': 'The tool has no manifest.',
    'manifest-mismatch': 'The action was read by the manifest of another tool.',
    'below-floor': 'An effect is rated below its floor.',
    'gate-error': FAILED,
  },
  consistency: {
    'open-conflict': 'A fact that is relied on is in conflict.',
    'claim-contradicts-fact': 'The action takes something to be true that a fact contradicts.',
    'too-many-rows': 'More rows were selected than may be judged.',
    'gate-error': FAILED,
  },
  constraints: {
    'locked-fact': 'The action goes against a locked fact.',
    rule: 'A rule of the policy applies; `rule` is its id.',
    'rule-shadow': 'A shadow rule applies: it is reported and changes nothing.',
    'rule-error': 'A rule could not be evaluated, and so blocks.',
    'gate-error': FAILED,
  },
  grounding: {
    ungrounded: 'A parameter carries authority and no fact supports it.',
    'untrusted-ground': 'Only a fact of too little trust supports it.',
    contradicted: 'A fact says otherwise.',
    'over-ground': 'It is more than the fact allows.',
    'gate-error': FAILED,
  },
  confidence: {
    'below-minimum': 'A fact that is relied on has lost too much confidence.',
    'expired-fact': 'A fact that is relied on is past `valid_until`.',
    'gate-error': FAILED,
  },
  limits: {
    'over-quota': 'The sum would go over the limit.',
    'over-rate': 'There are too many commits in the window.',
    loop: 'The same effects on the same targets were attempted too often.',
    'counter-missing': 'The counter of a limit is not there, which blocks.',
    'currency-mismatch': 'The cost is in another currency than the limit.',
    'gate-error': FAILED,
  },
  escalation: {
    'always-escalate': 'The policy wants a person for this effect, reversibility or risk.',
    'gate-error': FAILED,
  },
};

/** Why a target refuses a receipt (RFC-0001 section 10.4). */
export const RECEIPT_MEANING: Readonly<Record<ReceiptReason, string>> = {
  malformed: 'It does not have the form of a receipt.',
  audience: 'It is for another target or of another namespace.',
  'not-yet-valid': 'It was issued in the future, by more than the skew allowed.',
  expired: 'It has expired, or the target does not know the time.',
  'action-mismatch': 'It is for another action than the target was asked to do.',
  'claims-mismatch': 'The log entry commits to other claims.',
  'not-a-commit': 'The log entry is not the acceptance of this commit.',
  inclusion: 'The log does not hold the entry.',
  checkpoint: 'The checkpoint is not signed by the gateway the target trusts, or is of another log.',
  possession: 'The caller does not hold the confirmation key.',
  replayed: 'It was used before.',
};

/** What a verification of the log finds (RFC-0001 section 10.2). */
export const FINDING_MEANING: Readonly<Record<FindingCode, string>> = {
  'record-malformed': 'A record does not have the form of one.',
  'sequence-gap': 'Records are missing, doubled or out of order.',
  'namespace-mixed': 'A record is of another namespace than the log.',
  'chain-broken': 'A record does not follow from the one before it.',
  'time-reversed': 'A record is older than the one before it.',
  'leaf-mismatch': 'A record is not the one that was hashed into the tree.',
  'node-mismatch': 'A stored node of the tree does not follow from those below it.',
  'signature-invalid': 'A checkpoint is not signed by the gateway’s key.',
  'root-mismatch': 'The records are not those that a checkpoint was signed over.',
  'checkpoint-missing': 'Records are there that no checkpoint covers.',
  'checkpoint-fork':
    'Two checkpoints of one size differ, or the log does not extend the one it is held against: it was rewritten.',
  truncated: 'The log is shorter than a checkpoint says: its end was cut off.',
  'row-without-record': 'A row has no record in the log.',
  'record-without-row': 'A record speaks of a row that is not there.',
  'commitment-mismatch': 'A row holds something else than its record commits to.',
  'row-mismatch': 'Columns of a row differ from what its record or sealed content says.',
};
