import { canonical, type Json } from '../../model/json.ts';
import type { JudgeInput } from '../../model/judge/documents.ts';
import { isMalformed, judge } from '../../model/judge/judge.ts';
import { ACTION_JUDGMENTS } from '../judgment/judgments-action.ts';
import { DECLARED_JUDGMENTS } from '../judgment/judgments-declared.ts';
import { FACT_JUDGMENTS } from '../judgment/judgments-facts.ts';
import { MALFORMED } from '../judgment/judgments-malformed.ts';
import { EFFECT_JUDGMENTS } from '../judgment/judgments-effects.ts';
import { ESCALATION_JUDGMENTS } from '../judgment/judgments-escalations.ts';
import { GROUND_JUDGMENTS } from '../judgment/judgments-grounds.ts';
import { LIMIT_JUDGMENTS } from '../judgment/judgments-limits.ts';
import { LOOKUP_JUDGMENTS } from '../judgment/judgments-lookups.ts';
import { MANDATE_JUDGMENTS } from '../judgment/judgments-mandates.ts';
import { SESSION_JUDGMENTS } from '../judgment/judgments-sessions.ts';
import { RULE_JUDGMENTS } from '../judgment/judgments-rules.ts';
import { judged } from '../judgment/judging.ts';
import type { Finding, Topic } from '../types.ts';

function answer(input: Json): Finding {
  const { document, claimed } = input as { document: Json; claimed?: Json };
  if (isMalformed(document)) return { refused: ['malformed'] };
  const output = judge(document as unknown as JudgeInput) as unknown as Json;
  if (claimed === undefined) return { output };
  return canonical(claimed) === canonical(output) ? { output: { agrees: true } } : { refused: ['mismatch'] };
}

export const topic: Topic = {
  name: 'judgments',
  title: 'Judgments',
  specified: 'RFC-0005 sections 2 to 12, 14 and 15',
  input:
    '`document`, a judge input (schemas/judge-input.json); `claimed`, if there, what somebody says the judgment is.',
  output:
    'The judgment without its sentences: `needs` of the judgment, `message` and `admissible` of each reason are left out. With `claimed`, `agrees`. That a document is refused as malformed stands for the judgment of RFC-0005 section 2.1.',
  reasons: {
    malformed: 'The document does not match the schema, or lists a row twice.',
    mismatch: 'The claimed judgment is another one.',
  },
  cases: () => [
    ...judged([
      ...ACTION_JUDGMENTS,
      ...EFFECT_JUDGMENTS,
      ...FACT_JUDGMENTS,
      ...GROUND_JUDGMENTS,
      ...SESSION_JUDGMENTS,
      ...MANDATE_JUDGMENTS,
      ...RULE_JUDGMENTS,
      ...LIMIT_JUDGMENTS,
      ...ESCALATION_JUDGMENTS,
      ...DECLARED_JUDGMENTS,
      ...LOOKUP_JUDGMENTS,
    ]),
    ...MALFORMED,
  ],
  answer,
};
