import { changesBetween } from '../../../packages/admissibility/src/state.ts';
import { stateHash } from '../../../packages/admissibility/src/state.ts';
import type { Decision } from './evaluate.ts';

/** What a commit of an earlier evaluation would be answered in the state of now. */
export interface CommitAnswer {
  readonly status: 200 | 404 | 409 | null;
  /** The problem type, or what there is instead. */
  readonly type: string;
  readonly detail: string;
  readonly changed: readonly string[];
}

const answer = (
  status: CommitAnswer['status'],
  type: string,
  detail: string,
  changed: readonly string[] = [],
): CommitAnswer => ({ status, type, detail, changed });

/**
 * Answers a commit in the order of RFC-0001 section 9.3. The executor sends the action that stands in the editor; the
 * stored window is kept and not computed again.
 */
export function commitOf(then: Decision, now: Decision): CommitAnswer {
  if (then.judgment.verdict !== 'ALLOW') {
    return answer(
      null,
      'no token',
      `The evaluation was answered ${then.judgment.verdict}, so there is nothing to commit.`,
    );
  }
  const { namespace, executor, principal } = then.input;
  if (now.input.principal !== principal) {
    return answer(
      null,
      'another agent',
      'Another agent asks: that is a new evaluation, not a commit of this one.',
    );
  }
  if (now.input.namespace !== namespace || now.input.executor !== executor) {
    return answer(404, 'invalid-token', 'The token is of another namespace or names another executor.');
  }
  if (now.now >= then.expires) {
    return answer(409, 'evaluation-expired', 'The evaluation has expired; evaluate again.');
  }
  if (now.action !== then.action) {
    return answer(409, 'action-mismatch', 'The action is not the one that was evaluated.');
  }
  const state = { ...now.state, window: then.state.window };
  if (stateHash(state) !== then.stateHash) {
    const changed = changesBetween(then.state, state);
    return answer(409, 'state-drift', 'What the verdict relied on has changed since.', changed);
  }
  if (now.judgment.verdict !== 'ALLOW') {
    return answer(
      409,
      'no-longer-admissible',
      'The state is the same, and judged again now it is not allowed.',
    );
  }
  return answer(
    200,
    'committed',
    'The state is the same, and judged again it is allowed: the executor gets a receipt.',
  );
}
