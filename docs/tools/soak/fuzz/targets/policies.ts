import { readFileSync } from 'node:fs';
import { DocumentFault, loadCases, loadManifests, loadPolicy, packNames, readPack } from '@eaap/policies';
import { CEL_PROFILE } from '@eaap/judgment';
import { compile } from '../../../../../packages/judgment/src/cel/compile.ts';
import { CelFault } from '../../../../../packages/judgment/src/cel/fault.ts';
import { toCel } from '../../../../../packages/judgment/src/cel/value.ts';
import { bound, type Made, type Target } from '../types.ts';

const packs = packNames().map(readPack);
const file = (name: string): string =>
  readFileSync(new URL(`../../../../../packages/policies/packs/${name}`, import.meta.url), 'utf8');

const CONDITIONS = [
  ...packs.flatMap(({ policy }) => policy.rules.map(({ when }) => when)),
  'action.parameters.list.all(x, x > 0) && action.parameters.list.map(x, x * 2) == [2, 4]',
  'action.parameters.s.matches("^[a-z]+$") && size(effects) > 1',
  'fact("customer:42", "account") == 1 || has_fact("a", "x")',
  'effects.exists(e, e.effect == "money.move" && e.risk in ["high", "critical"]) ? true : now > 5',
  'action.parameters.list.filter(x, x.filter(y, y.filter(z, true).size() > 1).size() > 1).size() > 1',
  '"a".matches("(a+)+$") || unknown_function(1) || [1][0] == {"a": 1}["a"]',
];

const SMALL = `v: 1
name: small
version: '1'
executors: [runner]
grants:
  - { id: g, principals: ['*'], tools: ['crm.*'], effects: [data.read], targets: ['resource:*'], risk: high, environment: production }
rules:
  - { id: r, description: d, when: 'action.parameters.n > 5', outcome: block }
  - { id: r2, description: d, when: 'size(effects) > 1', outcome: escalate }
limits: []
confidence: { minimum: 0 }
escalate: { effects: [], reversibility: [] }
escalation: { target: people, ttl_ms: 60000 }
selects: []
ttl_ms: 60000
window_ms: 60000
outcome_ms: 60000
`;

/** A document that is read, or refused by a fault of ours with a place. */
function document(read: (text: string, name: string) => unknown): (text: string) => Made {
  return (text) => {
    try {
      return { outcome: 'read', bytes: JSON.stringify(read(text, 'x.yaml')) };
    } catch (error) {
      if (!(error instanceof DocumentFault)) throw error;
      bound(error.position.line >= 1 && error.position.column >= 1, 'a fault without a place');
      return { outcome: `refused: ${error.code}`, bytes: error.message };
    }
  };
}

const ACTION = {
  tool: 'billing.refund',
  environment: 'production',
  parameters: { n: 7, s: 'abc', list: [1, 2], o: { a: null }, account: 'acc-1', d: 1.5 },
};
const facts = { values: () => ['acc-1'] };

/** Policies, manifests and cases in YAML, and the conditions of rules. */
export const POLICIES: readonly Target[] = [
  {
    name: 'policy.yaml',
    share: 2,
    seeds: [SMALL, SMALL, SMALL, ...packs.map(({ text }) => text)],
    run: document(loadPolicy),
  },
  {
    name: 'manifests.json',
    share: 1,
    seeds: packs.flatMap(({ manifests }) => manifests.slice(0, 4).map((one) => JSON.stringify(one, null, 1))),
    run: document(loadManifests),
  },
  {
    name: 'cases.yaml',
    share: 1,
    seeds: packs.map(({ name }) => file(`${name}.cases.yaml`).split('\n').slice(0, 24).join('\n')),
    run: document((text, name) => loadCases(text, name).cases),
  },
  {
    name: 'rule',
    share: 8,
    seeds: CONDITIONS,
    run(input) {
      try {
        // Not by what remembers conditions that were compiled before.
        const program = compile(input);
        bound(program.cost <= CEL_PROFILE.maxCost, `a rule that may cost ${program.cost}`);
        const answer = program.run(
          {
            action: toCel(ACTION),
            effects: toCel([{ effect: 'money.move', risk: 'high' }]),
            principal: 'a',
            now: 1n,
          },
          facts,
        );
        return { outcome: 'compiled', bytes: JSON.stringify([program.cost, answer]) };
      } catch (error) {
        if (!(error instanceof CelFault)) throw error;
        return { outcome: `refused: ${error.code}`, bytes: error.message };
      }
    },
  },
];
