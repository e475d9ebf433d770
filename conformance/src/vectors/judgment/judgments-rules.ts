import type { JsonObject } from '../../model/json.ts';
import { BASE, SELECT, asking, never, passes, reversed, rule, rules, shop } from './other-changes.ts';
import { gate, inPolicy, of, type Judged } from './judging.ts';
import { fact, uuid } from './refund.ts';

/** Judgments of rules. */
export const RULE_JUDGMENTS: readonly Judged[] = [
  {
    id: 'rule-blocks',
    title: 'A rule that blocks',
    of: [20],
    change: rules(rule('stop', 'action.parameters.amount.currency == "EUR"')),
    wrong: [{ id: 'ignored', mistake: 'ran no rules', as: never }],
  },
  {
    id: 'rule-escalates',
    title: 'A rule that escalates',
    of: [20],
    change: rules(rule('ask', 'size(effects) == 1', 'escalate')),
  },
  {
    id: 'rule-shadow',
    title: 'A shadow rule only reports',
    of: [5, 20],
    change: rules(rule('watch', 'true', 'shadow')),
    wrong: [
      {
        id: 'counted',
        mistake: 'counted a shadow',
        says: (right) => ({ verdict: 'BLOCK', ...gate('constraints', () => ({ outcome: 'block' }))(right) }),
      },
      { id: 'silent', mistake: 'did not report a shadow', says: passes('constraints') },
    ],
  },
  {
    id: 'rule-false',
    title: 'A rule that is false',
    of: [20],
    change: rules(rule('stop', 'principal == "other"')),
  },
  {
    id: 'rules-in-order',
    title: 'All rules in the order of the policy',
    of: [20],
    change: rules(
      rule('z', 'true', 'escalate'),
      rule('a', 'true'),
      rule('m', 'true', 'shadow'),
      rule('n', 'false'),
    ),
    wrong: [
      {
        id: 'sorted',
        mistake: 'ran rules in the order of their ids',
        says: gate('constraints', ({ reasons }) => ({
          reasons: [...reasons].sort((a, b) => (String(a.rule) < String(b.rule) ? -1 : 1)),
        })),
      },
      {
        id: 'first',
        mistake: 'stopped at the first rule that is true',
        says: gate('constraints', ({ reasons }) => ({ outcome: 'escalate', reasons: reasons.slice(0, 1) })),
      },
    ],
  },
  {
    id: 'rule-error',
    title: 'A rule that fails, beside one that is true',
    of: [20, 'EAAP-0001-079'],
    change: rules(rule('ask', 'true', 'escalate'), rule('fragile', 'action.parameters.level > 1')),
    wrong: [
      {
        id: 'false',
        mistake: 'took a rule that fails for false',
        as: inPolicy({ rules: [rule('ask', 'true', 'escalate')] }),
      },
    ],
  },
  {
    id: 'rule-error-shadow',
    title: 'A shadow rule that fails blocks',
    of: [20, 'EAAP-0001-079'],
    change: rules(rule('watch', 'action.parameters.level > 1', 'shadow')),
  },
  {
    id: 'rule-not-boolean',
    title: 'A rule that is no truth',
    of: [20, 'EAAP-0001-079'],
    change: rules(rule('odd', 'action.parameters.account')),
  },
  {
    id: 'rule-not-compiled',
    title: 'A rule that does not compile',
    of: [20, 'EAAP-0001-079'],
    change: rules(rule('broken', 'true &&')),
  },
  {
    id: 'rule-other-tool',
    title: 'A rule for other tools',
    of: [20],
    change: rules(rule('stop', 'true', 'block', { tools: ['crm.*', 'billing'] })),
  },
  {
    id: 'rule-tool',
    title: 'A rule for this tool',
    of: [10, 20],
    change: rules(rule('stop', 'true', 'block', { tools: ['crm.*', '*.refund'] })),
  },
  {
    id: 'rule-effect',
    title: 'A rule for an effect',
    of: [20],
    change: rules(
      rule('stop', 'true', 'block', { effects: ['deploy', 'money.move'] }),
      rule('other', 'true', 'block', { effects: ['deploy'] }),
    ),
  },
  {
    id: 'rule-target',
    title: 'Rules for targets',
    of: [11, 20],
    change: rules(
      rule('stop', 'true', 'block', { targets: ['resource:acct_*'] }),
      rule('other', 'true', 'block', { targets: ['resource:iban_*'] }),
    ),
  },
  {
    id: 'rule-effect-and-target',
    title: 'One effect has to be listed and have a target that is listed',
    of: [20],
    change: {
      action: { effects: [{ effect: 'deploy', target: 'resource:x' }] },
      policy: {
        rules: [
          rule('both', 'true', 'block', { effects: ['deploy'], targets: ['resource:acct_1'] }),
          rule('one', 'true', 'block', { effects: ['deploy'], targets: ['resource:x'] }),
        ],
      },
    },
    wrong: [
      {
        id: 'apart',
        mistake: 'let one effect be listed and another have the target',
        says: gate('constraints', ({ reasons }) => ({
          reasons: reasons.flatMap((one) => [{ ...one, rule: 'both' }, one]),
        })),
      },
    ],
  },
  {
    id: 'rule-no-effects',
    title: 'Without effects only a rule that asks for none applies',
    of: [20],
    change: {
      extraction: { effects: [] },
      policy: { rules: [rule('any', 'true', 'block', { targets: ['*'] }), rule('all', 'true')] },
    },
  },
  {
    id: 'rule-null-target',
    title: 'An effect without a target and a rule for every target',
    of: [11, 20],
    change: {
      action: { effects: [{ effect: 'deploy' }] },
      policy: {
        rules: [
          rule('any', 'true', 'block', { effects: ['deploy'], targets: ['*'] }),
          rule('host', 'true', 'block', { effects: ['deploy'], targets: ['host:*'] }),
        ],
      },
    },
  },
  {
    id: 'rule-after-lock',
    title: 'Locks come before rules',
    of: [19, 20],
    change: {
      action: { claims: [{ subject: 'c1', attribute: 'status', value: 'b' }] },
      facts: [...BASE, fact(4, 'status', 'a', { locked: true })],
      policy: { rules: [rule('stop', 'true')] },
    },
    wrong: [{ id: 'order', mistake: 'ran rules first', says: reversed('constraints') }],
  },
  {
    id: 'rule-fact',
    title: 'A rule that reads a fact',
    of: [20],
    change: asking('fact("shop", "open") == false', 'block', shop(false)),
  },
  {
    id: 'rule-fact-absent',
    title: 'A rule that reads a fact there is none of',
    of: [20, 'EAAP-0001-079'],
    change: asking('fact("shop", "open") == false', 'block'),
  },
  {
    id: 'rule-has-fact',
    title: 'A rule that asks whether there is a fact',
    of: [20],
    change: asking('!has_fact("shop", "open")', 'escalate'),
  },
  {
    id: 'rule-fact-not-selected',
    title: 'A rule that asks for what nothing selects',
    of: [20, 'EAAP-0001-079'],
    change: { facts: [...BASE, shop(false)], ...rules(rule('shop', 'has_fact("shop", "open")')) },
    wrong: [{ id: 'absent', mistake: 'answered false for what was not selected', as: never }],
  },
  {
    id: 'rule-fact-untrusted',
    title: 'Untrusted facts answer no rule',
    of: [20],
    change: asking('has_fact("shop", "open")', 'block', shop(false, { trust: 'untrusted' })),
  },
  {
    id: 'rule-fact-expired',
    title: 'Expired facts answer no rule',
    of: [20],
    change: asking('has_fact("shop", "open")', 'block', shop(false, { valid_until: 1 })),
  },
  {
    id: 'rule-facts-differ',
    title: 'Two facts that differ',
    of: [20, 'EAAP-0001-079'],
    change: asking('fact("shop", "open") == true', 'block', shop(false), { ...shop(true), id: uuid(4) }),
  },
  {
    id: 'rule-relies',
    title: 'What a rule reads is relied on',
    of: [24],
    change: asking('fact("shop", "open") == false', 'block', shop(true, { confidence: 100 })),
    wrong: [{ id: 'not', mistake: 'looked at grounds and claims alone', says: passes('confidence') }],
  },
  {
    id: 'rule-relies-has',
    title: 'So is what it asks for',
    of: [24],
    change: asking('!has_fact("shop", "open")', 'block', shop(true, { confidence: 100 })),
  },
  {
    id: 'rule-relies-two',
    title: 'Two facts of one key, by their ids',
    of: [24],
    change: asking(
      '!has_fact("shop", "open")',
      'block',
      { ...shop(true, { confidence: 100 }), id: uuid(5) },
      shop(true, { confidence: 200 }),
    ),
  },
  {
    id: 'rule-relies-failing',
    title: 'What a rule reads before it fails is relied on',
    of: [24],
    change: asking(
      'fact("shop", "open") == action.parameters.level',
      'block',
      shop(true, { confidence: 100 }),
    ),
  },
  {
    id: 'rule-relies-shadow',
    title: 'What a shadow rule reads is not',
    of: [24],
    change: asking('fact("shop", "open") == false', 'shadow', shop(true, { confidence: 100 })),
    wrong: [
      {
        id: 'relied',
        mistake: 'relied on what a shadow rule reads',
        as: of('policy', (policy) => ({
          ...(policy as JsonObject),
          rules: [rule('shop', 'fact("shop", "open") == false', 'escalate')],
        })),
      },
    ],
  },
  {
    id: 'rule-relies-not-run',
    title: 'What is not evaluated is not',
    of: [24],
    change: asking('false && has_fact("shop", "open")', 'block', shop(true, { confidence: 100 })),
    wrong: [
      {
        id: 'both',
        mistake: 'evaluated both sides',
        as: inPolicy({ ...SELECT, rules: [rule('shop', 'has_fact("shop", "open") && false')] }),
      },
    ],
  },
  {
    id: 'rule-relies-or',
    title: 'Nor behind what is true',
    of: [24],
    change: asking('true || has_fact("shop", "open")', 'escalate', shop(true, { confidence: 100 })),
  },
];
