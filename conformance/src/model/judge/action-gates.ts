import type { JudgeInput } from './documents.ts';
import type { Found } from './findings.ts';
import { coversName, isCovered } from './pattern.ts';
import { floorOf } from './taxonomy.ts';
import { mandated } from './typed/mandate.ts';
import { ENVIRONMENTS, HARMS, higher, inOrder, isBelow, RISKS } from './text.ts';

/** RFC-0005 section 4. */
export const standing = ({ halted }: JudgeInput): Found[] =>
  [...halted]
    .sort((a, b) => inOrder(a.scope, b.scope) || inOrder(a.name, b.name))
    .map(({ scope, name }) => ({ code: 'halted', outcome: 'block', rule: `${scope}:${name}` }));

type Grant = JudgeInput['policy']['grants'][number];

const hasPrincipal = (grant: Grant, { principal }: JudgeInput): boolean =>
  grant.principals.some((pattern) => coversName(pattern, principal));
const hasTool = (grant: Grant, { action }: JudgeInput): boolean =>
  grant.tools.some((pattern) => coversName(pattern, action.tool));

/** What a grant leaves open. */
function openIn(grant: Grant, { action, extraction }: JudgeInput): Found[] {
  const rule = grant.id;
  const asked = extraction.effects.filter(({ effect }) => effect !== 'unknown');
  const risk =
    asked.length === extraction.effects.length
      ? extraction.risk
      : asked.reduce((top, one) => higher(RISKS, top, one.risk), 'low');
  const open: Found[] = [];
  const others = [...new Set(asked.map(({ effect }) => effect))].filter(
    (one) => !grant.effects.includes(one),
  );
  if (others.length > 0) open.push({ code: 'effect-not-granted', outcome: 'block', rule, value: others });
  for (const { target, field } of asked) {
    if (!isCovered(grant.targets, target))
      open.push({ code: 'target-not-granted', outcome: 'block', rule, field, value: target });
  }
  if (isBelow(RISKS, grant.risk, risk))
    open.push({ code: 'risk-above-grant', outcome: 'block', rule, value: risk });
  if (isBelow(ENVIRONMENTS, grant.environment, action.environment))
    open.push({ code: 'environment-above-grant', outcome: 'block', rule, value: action.environment });
  return open;
}

/** The one reason when no grant is for the action. */
function unknownTo(input: JudgeInput): Found {
  const { grants } = input.policy;
  const ofTool = grants.find((grant) => hasTool(grant, input));
  if (ofTool !== undefined) {
    return { code: 'principal-not-granted', outcome: 'block', rule: ofTool.id, value: input.principal };
  }
  const isKnown = grants.some((grant) => hasPrincipal(grant, input));
  return { code: isKnown ? 'tool-not-granted' : 'no-grant', outcome: 'block', value: input.action.tool };
}

/** RFC-0005 section 5.3. */
export function authority(input: JudgeInput): Found[] {
  const open = input.policy.grants
    .filter((grant) => hasPrincipal(grant, input) && hasTool(grant, input))
    .map((grant) => openIn(grant, input));
  const fewest = Math.min(...open.map(({ length }) => length));
  const found = open.find(({ length }) => length === fewest) ?? [unknownTo(input)];
  const isKnown = input.policy.executors.includes(input.executor);
  const executor: Found = { code: 'executor-not-permitted', outcome: 'block', value: input.executor };
  return [...found, ...(isKnown ? [] : [executor]), ...mandated(input)];
}

/** RFC-0005 section 6. */
export function effects({ action, manifest, extraction }: JudgeInput): Found[] {
  const found: Found[] = [];
  const block = (code: string, rest: Pick<Found, 'field' | 'value'>): void => {
    found.push({ code, outcome: 'block', ...rest });
  };
  if (manifest === null) block('no-manifest', { value: action.tool });
  else if (manifest.tool !== action.tool) block('manifest-mismatch', { value: manifest.tool });
  for (const { code, field } of extraction.unread) {
    if (manifest !== null || code !== 'no-manifest') block('unread', { field, value: code });
  }
  for (const { effect, field, risk, reversibility } of extraction.effects) {
    const floor = floorOf(effect);
    const isLow =
      isBelow(RISKS, risk, floor.risk) ||
      isBelow(HARMS, reversibility, floor.reversibility) ||
      isBelow(RISKS, extraction.risk, risk) ||
      isBelow(HARMS, extraction.reversibility, reversibility);
    if (isLow) block('below-floor', { field, value: effect });
  }
  for (const { effect, field, target, origin } of extraction.effects) {
    if (effect === 'secret.read') block('secret-read', { field, value: target });
    if (effect !== 'unknown') continue;
    if (origin !== 'extracted' || extraction.unread.length === 0)
      block('unknown-effect', { field, value: target });
  }
  if (extraction.effects.length === 0) block('unknown-effect', {});
  return found;
}

/** RFC-0005 section 11. */
export function limits({ action, extraction, policy, counters }: JudgeInput): Found[] {
  const applying = policy.limits.filter(
    ({ tools }) => tools === undefined || tools.some((pattern) => coversName(pattern, action.tool)),
  );
  return applying.flatMap(({ id: rule, kind, currency, max, outcome }): Found[] => {
    const { cost } = extraction;
    const ofMoney = kind === 'quota' && currency !== undefined;
    const moves = extraction.effects.some(({ effect }) => effect === 'money.move');
    if (ofMoney && cost === null && moves) return [{ code: 'counter-missing', outcome: 'block', rule }];
    if (ofMoney && cost !== null && cost.currency !== currency) {
      return [{ code: 'currency-mismatch', outcome: 'block', rule, value: cost.currency }];
    }
    const own = counters.filter(({ limit }) => limit === rule);
    const [counter] = own;
    if (counter === undefined || own.length > 1) return [{ code: 'counter-missing', outcome: 'block', rule }];
    const n = Math.max(counter.next, ofMoney ? (cost?.amount ?? 0) : 0);
    if (BigInt(counter.used) + BigInt(n) <= BigInt(max)) return [];
    const code = kind === 'loop' ? 'loop' : `over-${kind}`;
    return [{ code, outcome, rule, value: n }];
  });
}

/** RFC-0005 section 12. */
export function escalation({ extraction, policy }: JudgeInput): Found[] {
  const found: Found[] = [];
  const always = (rule: string, rest: Pick<Found, 'field' | 'value'>): void => {
    found.push({ code: 'always-escalate', outcome: 'escalate', rule, ...rest });
  };
  extraction.effects.forEach(({ effect, target, field }, index) => {
    const isFirst =
      extraction.effects.findIndex((one) => one.effect === effect && one.target === target) === index;
    if (isFirst && policy.escalate.effects.includes(effect))
      always('escalate.effects', { field, value: { effect, target } });
  });
  const harms = new Set(extraction.effects.map(({ reversibility }) => reversibility));
  for (const harm of harms) {
    if (policy.escalate.reversibility.includes(harm)) always('escalate.reversibility', { value: harm });
  }
  const { risk } = policy.escalate;
  if (risk !== undefined && !isBelow(RISKS, extraction.risk, risk)) {
    always('escalate.risk', { value: extraction.risk });
  }
  return found;
}
