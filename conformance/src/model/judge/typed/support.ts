import type { Json } from '../../json.ts';
import type { Fact, JudgeInput } from '../documents.ts';
import { factsOf, isExpired, isTrusted, type Found } from '../findings.ts';
import { bound, places, segments } from '../places.ts';
import { inOrder, isObject } from '../text.ts';
import { computed } from './computing.ts';
import { formOf, formsIn, standsAmong } from './forms.ts';
import { believedOf, having, keysOf } from './looking.ts';

export type Ground = JudgeInput['extraction']['grounds'][number];
type Output = NonNullable<Ground['outputs']>[number];
type Forms = readonly (readonly [kind: string, form: string])[];

/** A fact with what was said or answered. */
interface Said {
  readonly fact: Fact;
  readonly text: string;
}
interface Answered {
  readonly fact: Fact;
  readonly tool: string;
  readonly parameters: Json;
  readonly output: Json;
}
interface Designated {
  readonly fact: Fact;
  readonly value: Json;
  readonly within: boolean;
  readonly kinds: readonly string[];
  readonly entry: string;
}

function formsOf(value: Json, kinds: readonly string[], unit?: string): Forms {
  return kinds.flatMap((kind): Forms => {
    const form = formOf(kind, value);
    if (form === null) return [];
    return [
      [kind, kind === 'amount' && unit !== undefined && !form.includes(' ') ? `${form} ${unit}` : form],
    ];
  });
}
const standsIn = (forms: Forms, text: string): boolean =>
  forms.some(([kind, form]) => standsAmong(kind, form, formsIn(kind, text)));
const isWholly = (forms: Forms, value: Json): boolean =>
  forms.some(([kind, form]) => {
    const other = formOf(kind, value);
    if (other === null) return false;
    return kind === 'name' ? other === form : standsAmong(kind, form, [other]);
  });

/** What a typed ground stands on (RFC-0005 section 14.7). */
export interface Support {
  readonly facts: readonly Fact[];
  readonly all: boolean;
}

/** The support of a typed ground by facts that count, and what says so without being believed. */
export function supportOf(
  input: JudgeInput,
  ground: Ground,
  counts: (fact: Fact) => boolean,
): { readonly support: Support | null; readonly weak: readonly Fact[] } {
  const outputs = ground.outputs ?? [];
  const tools = [...new Set(outputs.map(({ tool }) => tool))];
  const prompts = factsOf(input, { subject: ground.subject, attribute: 'session.prompt' }).filter(counts);
  const answers = tools.map((tool) => ({
    tool,
    facts: factsOf(input, { subject: `${ground.subject}/${tool}`, attribute: 'session.output' }).filter(
      counts,
    ),
  }));
  const said = prompts.flatMap((fact): Said[] => {
    const text = promptOf(fact, input.principal);
    return text === null || !isTrusted(fact, ground.trust) ? [] : [{ fact, text }];
  });
  const answered = answers.flatMap(({ tool, facts }) =>
    facts.flatMap((fact): Answered[] => {
      const answer = answerOf(fact, input.principal);
      return answer?.tool !== tool || !isTrusted(fact, ground.trust) ? [] : [{ fact, ...answer }];
    }),
  );
  const forms = formsOf(ground.value, ground.kinds ?? [], ground.unit);
  const isSaid = (value: Json, kinds: readonly string[]): boolean => {
    const own = formsOf(value, kinds);
    return said.some(({ text }) => standsIn(own, text));
  };
  const designated = outputs.flatMap((entry) =>
    answered.filter(({ tool }) => tool === entry.tool).flatMap((one) => valuesOf(one, entry, ground, isSaid)),
  );
  const believed = input.policy.grounding?.outputs === 'designated' ? designated : [];
  const saying = said.filter(({ text }) => standsIn(forms, text)).map(({ fact }) => fact);
  const telling = believed.filter(({ value, within, kinds }) => {
    const own = forms.filter(([kind]) => kinds.includes(kind));
    return within ? typeof value === 'string' && standsIn(own, value) : isWholly(own, value);
  });
  const keys = keysOf(input, ground, counts);
  const looked = keys.map((key) => believedOf(ground, key));
  const known = ground.derive?.includes('lookup') === true ? having(forms, looked.flat()) : [];
  const facts = [...new Set([...saying, ...telling.map(({ fact }) => fact), ...known])];
  if (facts.length > 0) return { support: { facts, all: false }, weak: [] };
  const reached = computed(
    ground,
    formsOf(ground.value, ['amount'], ground.unit)[0]?.[1],
    said,
    believed,
    looked,
  );
  if (reached !== null) return { support: { facts: reached, all: true }, weak: [] };
  const others = [
    ...prompts
      .filter((fact) => !said.some((one) => one.fact === fact))
      .map((fact) => ({ fact, value: fact.value })),
    ...answers.flatMap((one) =>
      one.facts.map((fact) => ({ fact, value: answerOf(fact, input.principal)?.output ?? fact.value })),
    ),
  ];
  const weak = others.filter(({ value }) =>
    leaves(value).some(
      (leaf) => isWholly(forms, leaf) || (typeof leaf === 'string' && standsIn(forms, leaf)),
    ),
  );
  const rumoured = having(
    forms,
    keys.flat().filter((fact) => !isTrusted(fact, ground.trust)),
  );
  return { support: null, weak: [...new Set([...weak.map(({ fact }) => fact), ...rumoured])] };
}

function promptOf({ value, source_kind }: Fact, principal: string): string | null {
  if (!isObject(value) || value['agent'] !== principal) return null;
  if (!['human', 'system'].includes(source_kind)) return null;
  return typeof value['text'] === 'string' ? value['text'] : null;
}

function answerOf({ value, source_kind }: Fact, principal: string): Omit<Answered, 'fact'> | null {
  if (!isObject(value) || value['agent'] !== principal || source_kind !== 'tool') return null;
  const { tool, output, parameters } = value;
  return typeof tool !== 'string' || output === undefined
    ? null
    : { tool, output, parameters: parameters ?? null };
}

function valuesOf(
  { fact, parameters, output }: Answered,
  entry: Output,
  ground: Ground,
  isSaid: (value: Json, kinds: readonly string[]) => boolean,
): Designated[] {
  if (entry.named !== undefined) {
    const { found } = places(parameters, segments(entry.named));
    const [first] = found;
    if (found.length !== 1 || first === undefined) return [];
    if (!isSaid(first.value, ['host', 'path', 'identifier', 'name'])) return [];
  }
  const pattern = segments(entry.field);
  const isKeyed = (at: readonly string[]): boolean => {
    if (entry.key === undefined) return true;
    const { found } = places(output, bound(segments(entry.key), pattern, at));
    const [first] = found;
    return found.length === 1 && first !== undefined && isSaid(first.value, ['name', 'identifier', 'mail']);
  };
  const kinds = (ground.kinds ?? []).filter((kind) => entry.kinds?.includes(kind) ?? true);
  return places(output, pattern)
    .found.filter(({ at }) => isKeyed(at))
    .map(({ value }) => ({
      fact,
      value,
      within: entry.within === true,
      kinds,
      entry: `${fact.id} ${entry.tool} ${entry.field}`,
    }));
}

/** Texts, numbers and the like in a value, at most 4096, members in the order of their names. */
function leaves(value: Json): Json[] {
  const found: Json[] = [];
  const visit = (one: Json): void => {
    if (found.length >= 4096) return;
    if (Array.isArray(one)) one.forEach(visit);
    else if (isObject(one)) for (const name of Object.keys(one).sort(inOrder)) visit(one[name] ?? null);
    else found.push(one);
  };
  visit(value);
  return found;
}

/** Gate grounding for a typed ground (RFC-0005 section 14.7). */
export function typedGrounding(input: JudgeInput, ground: Ground): Found[] {
  const { field, value } = ground;
  const { support, weak } = supportOf(
    input,
    ground,
    (fact) => fact.status === 'active' && !isExpired(fact, input.now),
  );
  if (support !== null) return [];
  const code = weak.length > 0 ? 'untrusted-ground' : 'ungrounded';
  return [{ code, outcome: 'escalate', field, value, facts: weak }];
}
