import type { Gate, JudgeInput, REASON_CODES } from '@eaap/protocol';
import { REFUND, refund, STALE } from './example.ts';

type Codes = typeof REASON_CODES;

/** What is said about a reason beside what it means, and an action that has it. */
export interface Entry {
  /** Why a gateway stops for it. */
  readonly why: string;
  /** What makes the action admissible, in general; the reason itself says it for the action. */
  readonly then: string;
  /** What is otherwise than in the refund that is allowed. */
  readonly example: string;
  readonly input: () => JudgeInput;
}

const failed = (gate: Gate): Entry => ({
  why: `What the gate ${gate} would have said is not known, and what is not known is not allowed.`,
  then: 'A document that can be judged. When it comes from a gateway, it is a defect of that gateway: report it.',
  example: 'The judged document has a version that there is none of.',
  input: () => ({ ...refund(), v: 2 as 1 }),
});

const grant = (change: Partial<(typeof REFUND.policy.grants)[number]>): JudgeInput =>
  refund({
    policy: { ...REFUND.policy, grants: REFUND.policy.grants.map((one) => ({ ...one, ...change })) },
  });

/** The catalogue. A new code does not compile until it is here. */
export const REASONS: { readonly [G in Gate]: Readonly<Record<Codes[G][number], Entry>> } = {
  standing: {
    halted: {
      why: 'Somebody has stopped it, and a stop holds for what was allowed before, too.',
      then: 'An admin resumes what is halted.',
      example: 'The namespace is halted.',
      input: () => refund({ halted: [{ scope: 'namespace', name: 'default', reason: 'a drill' }] }),
    },
    malformed: {
      why: 'A document that does not have its form may mean anything.',
      then: 'A document of the schema judge-input. When it comes from a gateway, report it.',
      example: 'The judged document has a version that there is none of.',
      input: () => ({ ...refund(), v: 2 as 1 }),
    },
    'gate-error': {
      ...failed('standing'),
      example: 'None can be given: what makes this gate fail is a defect.',
    },
  },
  authority: {
    'no-grant': {
      why: 'What nobody has granted is denied.',
      then: 'A grant in the policy for this principal and this tool.',
      example: 'The policy has no grant.',
      input: () => refund({ policy: { ...REFUND.policy, grants: [] } }),
    },
    'principal-not-granted': {
      why: 'The tool is granted to others, and not to whoever asks.',
      then: 'A grant that names this principal; or another principal proposes it.',
      example: 'The grant is for `clerk`, and `agent` asks.',
      input: () => grant({ principals: ['clerk'] }),
    },
    'tool-not-granted': {
      why: 'The principal may use other tools, and not this one.',
      then: 'A grant that names this tool; or a tool that is granted.',
      example: 'The grant is for `billing.lookup`.',
      input: () => grant({ tools: ['billing.lookup'] }),
    },
    'effect-not-granted': {
      why: 'One grant has to cover all that an action does; two halves do not add up.',
      then: 'An action without that effect, or a grant that covers it.',
      example: 'The action declares that it sends a message, too.',
      input: () => refund({}, { effects: [{ effect: 'message.send' }] }),
    },
    'target-not-granted': {
      why: 'The effect is granted, and not on this target.',
      then: 'A target among those of the grant, or a grant that covers it.',
      example: 'The grant covers `resource:shop_*`.',
      input: () => grant({ targets: ['resource:shop_*'] }),
    },
    'risk-above-grant': {
      why: 'The grant goes up to a lesser risk.',
      then: 'An action of lesser risk, or a grant that goes further.',
      example: 'The grant goes up to the risk `medium`; money moves at `high`.',
      input: () => grant({ risk: 'medium' }),
    },
    'environment-above-grant': {
      why: 'The grant is for environments in which less can be lost.',
      then: 'Do it in such an environment, or a grant that goes further.',
      example: 'The grant goes up to `staging`, and the action is for `production`.',
      input: () => grant({ environment: 'staging' }),
    },
    'executor-not-permitted': {
      why: 'Only executors that the policy lists may carry actions out.',
      then: 'One of the executors of the policy.',
      example: 'The request names the executor `somebody`.',
      input: () => refund({ executor: 'somebody' }),
    },
    'no-mandate': {
      why: 'The policy wants to know what a session is for before anything is done in it.',
      then: 'An operator records a mandate for the session; or a person decides.',
      example: 'The policy requires mandates.',
      input: () =>
        refund({ policy: { ...REFUND.policy, grounding: { outputs: 'never', mandate: 'required' } } }),
    },
    'outside-mandate': {
      why: 'The session was opened for something else.',
      then: 'A mandate that covers it; or a person decides.',
      example: 'The mandate of the session is for `crm.lookup`.',
      input: () => STALE.outsideMandate(),
    },
    'gate-error': failed('authority'),
  },
  effects: {
    'unknown-effect': {
      why: 'An effect that nobody knows cannot be granted.',
      then: 'A manifest of the tool that says what it does.',
      example: 'The action declares the effect `unknown`.',
      input: () => refund({}, { effects: [{ effect: 'unknown' }] }),
    },
    unread: {
      why: 'A part of the action was not read, and what was not read may do anything.',
      then: 'Parameters as the manifest describes them; for code, a gateway that declares an extractor for its dialect.',
      example: 'The action has a parameter `memo` that nobody described.',
      input: () => refund({}, { parameters: { ...REFUND.action.parameters, memo: 'x' } }),
    },
    'secret-read': {
      why: 'Who has read a secret can use it without asking. No grant, rule or approval overrides this.',
      then: 'A credential that the perimeter adds to the call, so that the agent never sees it.',
      example: 'The action declares that it reads a secret.',
      input: () => refund({}, { effects: [{ effect: 'secret.read' }] }),
    },
    'no-manifest': {
      why: 'What a tool does is not guessed from its name.',
      then: 'A manifest of the tool, pinned with `eaap manifest set`.',
      example: 'The tool has no manifest.',
      input: () => refund({}, {}, []),
    },
    'manifest-mismatch': {
      why: 'The action was read by what another tool does.',
      then: 'The manifest of its own tool. When it comes from a gateway, report it.',
      example: 'The judged document has the manifest of `crm.lookup`.',
      input: () => refund({ manifest: { ...REFUND.manifest, tool: 'crm.lookup' } }),
    },
    'below-floor': {
      why: 'A manifest or a declaration may raise how bad an effect is, never lower it.',
      then: 'The rating of the taxonomy or a higher one. When it comes from a gateway, report it.',
      example: 'The judged document rates moving money as `low`.',
      input: () => {
        const { extraction } = refund();
        return refund({
          extraction: {
            ...extraction,
            effects: extraction.effects.map((one) => ({ ...one, risk: 'low' as const })),
          },
        });
      },
    },
    'gate-error': failed('effects'),
  },
  consistency: {
    'open-conflict': {
      why: 'Two sources say different things, and nobody has decided which is right.',
      then: 'An approver resolves the conflict: `eaap resolve`.',
      example: 'The account of the customer is in conflict.',
      input: () => STALE.conflict(),
    },
    'claim-contradicts-fact': {
      why: 'The agent acts on something that is on record otherwise.',
      then: 'A claim that agrees with the facts, or a fact that is corrected.',
      example: 'The action claims that the account is `acct_9`.',
      input: () =>
        refund({}, { claims: [{ subject: 'customer:42', attribute: 'account', value: 'acct_9' }] }),
    },
    'too-many-rows': {
      why: 'Some rows that the verdict depends on were left out.',
      then: 'An action about less, or selectors that name fewer rows.',
      example: 'More rows were selected than may be judged.',
      input: () => refund({ truncated: true }),
    },
    'gate-error': failed('consistency'),
  },
  constraints: {
    'locked-fact': {
      why: 'A locked fact holds until an approver unlocks it.',
      then: 'An action that agrees with the fact, or an approver who unlocks it.',
      example: 'The account on record is locked, and the refund names another.',
      input: () => STALE.locked(),
    },
    rule: {
      why: 'The policy says so, in the rule that is named.',
      then: 'What the rule says in `admissible`; of outcome `escalate`, an approval.',
      example: 'The refund is in USD, and a rule asks for EUR.',
      input: () => STALE.dollars(),
    },
    'rule-shadow': {
      why: 'A rule is being tried out: it says what it would do, and decides nothing.',
      then: 'Nothing is needed.',
      example: 'It is night, and a shadow rule reports that.',
      input: () => STALE.night(),
    },
    'rule-error': {
      why: 'A condition without a value might have been true.',
      then: 'A condition that asks with `has()` before it reads, or an action with the parameters it reads.',
      example: 'A rule reads a parameter that the action does not have.',
      input: () =>
        refund({
          policy: {
            ...REFUND.policy,
            rules: [
              {
                id: 'reads-memo',
                description: 'Reads the memo.',
                when: 'action.parameters.memo == "x"',
                outcome: 'block',
              },
            ],
          },
        }),
    },
    'gate-error': failed('constraints'),
  },
  grounding: {
    ungrounded: {
      why: 'A value that carries authority must come from somewhere that is trusted, and not from the agent.',
      then: 'Somebody records the fact; or a person decides.',
      example: 'Nothing is on record about the customer.',
      input: () => refund({ facts: [] }),
    },
    'untrusted-ground': {
      why: 'The only fact that supports the value is of a source that is not trusted enough.',
      then: 'The same fact from a trusted source; or a person decides.',
      example: 'The account was recorded by the agent itself.',
      input: () => STALE.untrusted(),
    },
    contradicted: {
      why: 'A trusted fact says otherwise.',
      then: 'The value that is on record; or a person decides.',
      example: 'The refund names the account `acct_9`.',
      input: () => refund({}, { parameters: { ...REFUND.action.parameters, account: 'acct_9' } }),
    },
    'over-ground': {
      why: 'A trusted fact allows less.',
      then: 'At most what is on record; or a person decides.',
      example: 'The refund is of EUR 90.00, and EUR 50.00 is on record.',
      input: () =>
        refund(
          {},
          { parameters: { ...REFUND.action.parameters, amount: { amount: '9000', currency: 'EUR' } } },
        ),
    },
    'gate-error': failed('grounding'),
  },
  confidence: {
    'below-minimum': {
      why: 'Facts lose authority over time, and this one has lost too much.',
      then: 'Somebody confirms the fact by recording it again; or a person decides.',
      example: 'The account was observed three years ago.',
      input: () => STALE.faded(),
    },
    'expired-fact': {
      why: 'The fact was said to be true until a date, and that is past.',
      then: 'A fact that holds now.',
      example: 'The limit was valid until yesterday.',
      input: () => STALE.expired(),
    },
    'gate-error': failed('confidence'),
  },
  limits: {
    'over-quota': {
      why: 'With this action the sum in the window is over the limit.',
      then: 'Less of it, or later; of outcome `escalate`, an approval.',
      example: 'EUR 4 990.00 of EUR 5 000.00 a day are used.',
      input: () => STALE.used('euros-a-day', 499_000),
    },
    'over-rate': {
      why: 'With this action there are too many in the window.',
      then: 'The same action later.',
      example: '30 payments were committed within the hour.',
      input: () => STALE.used('payments-an-hour', 30),
    },
    loop: {
      why: 'The same attempt again and again is no progress; what else is written into it does not make it another.',
      then: 'Another action, or the same one later.',
      example: 'The same refund was attempted five times within the hour.',
      input: () => STALE.used('loop', 5),
    },
    'counter-missing': {
      why: 'A limit whose counter cannot be read cannot be kept.',
      then: 'A gateway that can read its counters; a manifest whose `cost` names the amount.',
      example: 'The judged document has no counters.',
      input: () => refund({ counters: [] }),
    },
    'currency-mismatch': {
      why: 'Amounts of different currencies are not added up.',
      then: 'A cost in the currency of the limit, or a limit in that of the cost.',
      example: 'The refund is in USD, and the limit counts EUR.',
      input: () => STALE.dollars(),
    },
    'gate-error': failed('limits'),
  },
  escalation: {
    'always-escalate': {
      why: 'The policy wants a person for this effect, reversibility or risk, whatever else is in order.',
      then: 'An approval of this very action.',
      example: 'The policy lists `money.move` among what always escalates.',
      input: () =>
        refund({ policy: { ...REFUND.policy, escalate: { effects: ['money.move'], reversibility: [] } } }),
    },
    'gate-error': failed('escalation'),
  },
};
