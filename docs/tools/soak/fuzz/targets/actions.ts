import { compilePolicy, extract, joinOutcomes, judge } from '@eaap/judgment';
import { loadExtractors } from '@eaap/extractors';
import { Case, inputOf, packNames, readPack } from '@eaap/policies';
import {
  canonicalize,
  EaapError,
  Extraction,
  GATES,
  Judgment,
  matches,
  parseJson,
  Policy,
  type Json,
  type JudgeInput,
  type Manifest,
} from '@eaap/protocol';
import { bound, type Made, type Target } from '../types.ts';

interface Given {
  readonly pack: string;
  readonly given: Json;
  /** Where it is not the policy of the pack. */
  readonly policy?: Json;
}

const FOCUS = ['parameters', 'value', 'claims', 'effects', 'rules', 'targets', 'tools', 'limits'];

/** A session, as agents have them: words, an answer, and values that must be supported. */
const SESSION: readonly Json[] = [
  {
    subject: 'session:s',
    attribute: 'session.prompt',
    value: { agent: 'agent', text: 'Pay 30 EUR to DE-1234-5678 by May 3.' },
    source: 'human',
  },
  {
    subject: 'session:s/web.read',
    attribute: 'session.output',
    value: { agent: 'agent', tool: 'web.read', parameters: {}, output: [{ x: 'a@b.example' }] },
    source: 'tool',
  },
];

function check(judgment: Judgment, input: JudgeInput): void {
  bound(matches(Extraction, input.extraction), 'an extraction that is none');
  bound(matches(Judgment, judgment), 'a judgment that is none');
  bound(judgment.gates.map(({ gate }) => gate).join() === GATES.join(), 'not nine gates in order');
  bound(
    judgment.verdict === joinOutcomes(judgment.gates.map(({ outcome }) => outcome)),
    'not the join of its gates',
  );
  const codes = judgment.gates.flatMap(({ reasons }) => reasons.map(({ code }) => code));
  bound(!codes.includes('gate-error'), 'a gate failed');
  const isAllowed = judgment.verdict === 'ALLOW';
  bound(!isAllowed || input.extraction.unread.length === 0, 'allowed, and not read in full');
}

/** Whole actions, as the packs' cases have them: extracted by all extractors, judged by packs and by policies made of them. */
export async function actionTargets(): Promise<Target[]> {
  const extractors = await loadExtractors();
  const packs = new Map(packNames().map((name) => [name, readPack(name)]));
  const manifests = new Map<string, Manifest>(
    [...packs.values()].flatMap((pack) => pack.manifests.map((one) => [one.tool, one] as const)),
  );
  const seeds = [...packs].flatMap(([name, { cases, policy }]) =>
    cases.cases.flatMap((one, at) => {
      const facts = [...((one.facts as Json[] | undefined) ?? []), ...SESSION];
      const given = { ...one, action: { ...one.action, session: 's' }, facts } as unknown as Json;
      const plain = { pack: name, given: one as unknown as Json };
      return [plain, ...(at % 4 === 0 ? [{ pack: name, given, policy: policy as unknown as Json }] : [])].map(
        (seed) => JSON.stringify(seed),
      );
    }),
  );
  const run = (input: string): Made => {
    try {
      const { pack, given, policy } = parseJson(input) as unknown as Given;
      const own = packs.get(pack)?.policy;
      const judged = policy ?? own;
      if (!matches(Case, given)) return { outcome: 'refused: no action', bytes: '' };
      if (judged === undefined || !matches(Policy, judged))
        return { outcome: 'refused: no policy', bytes: '' };
      const refusal = policy === undefined ? '' : refusalOf(judged);
      // What no gateway loads is judged all the same: the judge is total.
      const document = inputOf(given, {
        policy: judged,
        manifests,
        extract: (action, manifest, by) => extract(action, manifest, by, extractors),
      });
      const judgment = judge(document);
      check(judgment, document);
      return { outcome: judgment.verdict, bytes: refusal + canonicalize(judgment as unknown as Json) };
    } catch (error) {
      if (!(error instanceof EaapError) || error.type === 'internal') throw error;
      return { outcome: `refused: ${error.type}`, bytes: error.message };
    }
  };
  return [{ name: 'action', share: 8, seeds, isJson: true, focus: FOCUS, run }];
}

/** Why a policy is not loaded: a refusal that names what is wrong, or nothing. */
function refusalOf(policy: Policy): string {
  try {
    compilePolicy(policy);
    return '';
  } catch (error) {
    if (!(error instanceof EaapError) || error.type !== 'invalid-policy') throw error;
    bound(typeof error.extras['id'] === 'string', 'a refusal that does not say of what');
    return error.message;
  }
}
