import {
  actionKey,
  approvalCommitment,
  escalationStep,
  reasonDigest,
  reasonsDigest,
  type Escalated,
  type EscalationEvent,
} from '../../model/escalation.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { bytes } from '../cases/escalation-bytes.ts';
import { steps } from '../cases/escalation-steps.ts';
import type { Finding, Topic } from '../types.ts';

const hex = (text: Json | undefined): Buffer => Buffer.from(String(text), 'hex');

function computed(input: JsonObject): string {
  switch (input['kind']) {
    case 'reason':
      return reasonDigest(input['reason'] as JsonObject);
    case 'reasons':
      return reasonsDigest(input['reasons'] as readonly JsonObject[]);
    case 'action-key':
      return actionKey(hex(input['key']), String(input['principal']), input['action'] as JsonObject);
    case 'version':
      return approvalCommitment(hex(input['salt']), input['escalation'] as JsonObject);
    default:
      throw new TypeError(`no kind ${String(input['kind'])}`);
  }
}

/** Where several steps fail the first is the answer (RFC-0009 section 5.2). */
function answer(input: Json): Finding {
  const asked = input as JsonObject;
  if (asked['kind'] === 'step') {
    const { escalation, event } = asked as unknown as { escalation: Escalated; event: EscalationEvent };
    const found = escalationStep(escalation, event);
    return 'output' in found ? found : { refused: found.faults.slice(0, 1) };
  }
  const value = computed(asked);
  const { claimed } = asked;
  return claimed === undefined || claimed === value ? { output: value } : { refused: ['mismatch'] };
}

export const topic: Topic = {
  name: 'escalations',
  title: 'Escalations: what is approved, and the state machine',
  specified: 'RFC-0009 sections 3, 5, 6 and 7',
  input:
    'kind `reason`: a reason of a judgment. kind `reasons`: the reasons of an escalation. kind `action-key`: the index key in hex, principal and action. kind `version`: the salt of this version in hex and the committed members of a version. Each may hold `claimed`, what somebody says the output is. kind `step`: an escalation opened by the action of `agent` (the policy always wants a person for it), its version, proposer and life, and an event at so many milliseconds after it was opened: approve or deny (by whom, the version in If-Match, the challenge as shown, another or none), evaluate (is the action allowed, with this changed about it), ask (which escalation does the ESCALATE name), commit (at that time, of what was evaluated a millisecond before; first, or after another commit under the approval), pass (time, and then any request that reaches the namespace), look. What was decided was decided at 1000, what was consumed at 2000.',
  output:
    'Of bytes, the digest, keyed value or commitment. Of approve, deny, commit, pass and look, status and version of the escalation then and the records appended, each with type, principal, verdict, reason and the version in its object. Of evaluate, `verdict` and, under `approvals`, how many it needed. Of ask, under `escalation`, `the same` or `another`.',
  reasons: {
    mismatch: 'what is claimed is not the output',
    'separation-of-duties': 'the proposer or its owner decides',
    'escalation-expired': 'now is not before the expiry',
    'already-decided': 'it is not pending',
    'version-mismatch': 'If-Match names another version',
    'challenge-mismatch': 'the challenge is not as shown',
    escalated: 'no approval covers every reason of the action',
    blocked: 'a gate blocks, which nothing covers',
    'state-drift': 'the approval is not in force any more',
  },
  cases: () => [...bytes(), ...steps()],
  answer,
};
