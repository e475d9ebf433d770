import { base64url, commitment } from '../../model/digest.ts';
import type { Json } from '../../model/json.ts';
import { proofOf, recordLeaf } from '../../model/log.ts';
import { includes } from '../../model/tree.ts';
import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Action, Receipt } from '../wire.ts';
import { publicKeyOf } from './key-search.ts';
import { checkpointKey, openedBy, recordsOf } from './lib.ts';

/** Whether a salt opens a commitment to a payload. */
function opens(salt: unknown, payload: unknown, expected: unknown): boolean {
  try {
    return commitment(base64url(String(salt)), payload as Json) === expected;
  } catch {
    return false;
  }
}

/** Whether the record of a receipt is in the tree of the checkpoint it carries, and the published key signed that. */
function isProven(receipt: Receipt, verifierKey: string, namespace: string): boolean {
  const checkpoint = openedBy(verifierKey, receipt.checkpoint, namespace);
  if (typeof checkpoint === 'string') return false;
  try {
    const [record] = recordsOf([{ record: receipt.record } as never]);
    const { size, root } = checkpoint;
    const proof = proofOf(receipt.proof);
    return (
      record !== undefined && includes({ leaf: recordLeaf(record), index: receipt.index, size, proof, root })
    );
  } catch {
    return false;
  }
}

export const receiptProven: Check = {
  id: 'log.receipt-proven',
  requirements: ['EAAP-0001-126'],
  title: 'The record of a receipt is in the tree of the signed checkpoint that the receipt carries.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const verifierKey = await checkpointKey(t);
    const world = await t.world();
    for (const n of [1, 2, 3]) {
      const { receipt } = await world.committed(actions.read(`rec-${n}`));
      t.expect(
        'the proof leads from the record to the signed root',
        isProven(receipt, verifierKey, world.namespace),
        {
          got: receipt,
        },
      );
      t.equal('the place the receipt names', receipt.index, receipt.record.seq);
    }
  },
};

export const receiptLogged: Check = {
  id: 'log.receipt-logged',
  requirements: ['EAAP-0001-126'],
  title: 'The record of a receipt is the one that stands in the log at its place.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { receipt, evaluation } = await world.committed(actions.read());
    const { entries } = await world.log();
    t.equal('the record at the place of the receipt', entries[receipt.index]?.record, receipt.record);
    t.equal(
      'what the record is',
      [receipt.record.type, receipt.record.evaluation],
      ['commit.accepted', evaluation.id],
    );
  },
};

export const receiptOpensAction: Check = {
  id: 'log.receipt-opens-action',
  requirements: ['EAAP-0001-127'],
  title: 'The action commitment of a receipt opens, with its salt, to the action that was committed.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const action: Action = {
      ...actions.read('rec-7', 'a note with ünïcode, "quotes" and \u2028'),
      intent: 'To see what is there.',
      session: 'session-1',
    };
    const { receipt, evaluation } = await world.committed(action);
    const { action_commitment } = receipt.claims;
    t.expect(
      'the salt opens the commitment to the action',
      opens(receipt.action_salt, action, action_commitment),
      {
        got: receipt.claims,
      },
    );
    t.equal('the commitment is that of the evaluation', action_commitment, evaluation.action_commitment);
  },
};

export const receiptOpensRawAction: Check = {
  id: 'log.receipt-opens-raw-action',
  requirements: ['EAAP-0001-127'],
  title: 'The commitment opens to the action as it was sent, personal data in it included.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read('rec-8', `Ask ${t.random.word(8)}@example.com about it.`);
    const { receipt } = await world.committed(action);
    const { action_commitment } = receipt.claims;
    t.expect(
      'the salt opens the commitment to the action',
      opens(receipt.action_salt, action, action_commitment),
      {
        got: receipt.claims,
      },
    );
    const other = { ...action, parameters: { ...action.parameters, record: 'rec-9' } };
    t.expect('it does not open to another', !opens(receipt.action_salt, other, action_commitment));
  },
};

export const receiptCommits: Check = {
  id: 'log.receipt-commits-to-claims',
  requirements: ['EAAP-0001-128'],
  title: 'The record of a receipt commits, with the claims salt, to exactly the claims.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const { receipt } = await world.committed(actions.read());
    t.expect(
      'the claims salt opens the commitment of the record to the claims',
      opens(receipt.claims_salt, receipt.claims, receipt.record.commitment),
      { got: { claims: receipt.claims, commitment: receipt.record.commitment } },
    );
  },
};

export const receiptClaims: Check = {
  id: 'log.receipt-claims',
  requirements: ['EAAP-0001-129'],
  title: 'The claims of a receipt name the executor, and audience and confirmation key of the request.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const asked = [
      { as: 'executor', audience: 'target.one', confirmation_key: world.confirmationKey },
      {
        as: 'other-executor',
        audience: 'https://target.two/v1',
        confirmation_key: publicKeyOf(t.random.bytes(32)).toString('base64url'),
      },
    ] as const;
    for (const { as, audience, confirmation_key } of asked) {
      const action = actions.read();
      const evaluated = await world.evaluate(action, { executor: world.principal(as) });
      t.require('ALLOW for the executor', evaluated.status === 200, { got: evaluated.text.slice(0, 200) });
      const answer = await world.commit({
        token: evaluated.body.token,
        action,
        as,
        audience,
        confirmation_key,
      });
      t.require('A receipt', answer.status === 200, { got: answer.text.slice(0, 200) });
      const { claims } = answer.body.receipt;
      t.equal(
        'the executor, audience and confirmation key of the claims',
        {
          executor: claims.executor,
          audience: claims.audience,
          confirmation_key: claims.confirmation_key,
        },
        { executor: world.principal(as), audience, confirmation_key },
      );
    }
  },
};
