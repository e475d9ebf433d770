import type { GroundKind, Json, JudgedFact, SessionOutput, TypedGround } from '@eaap/protocol';
import { isTrusted, type Context } from '../gate/context.ts';
import { add, readDecimal, writeDecimal, type Decimal } from './decimal.ts';
import { derive, type Operand } from './derive.ts';
import { Hits, type Forms, type Saying } from './hits.ts';
import { formOf, formsIn } from './kinds.ts';
import { lookUp, saying, type LookedUp } from './lookup.ts';
import { placesOf, segmentsOf } from '../lib/pointer.ts';
import {
  answerIn,
  everyLeaf,
  leavesOf,
  OUTPUT,
  outputsOf,
  PROMPT,
  wordsIn,
  type Answered,
} from './session.ts';

/** What supports a value: facts any of which is enough, or facts that are all needed, or only facts of no trust. */
export interface Support {
  readonly facts: readonly JudgedFact[];
  /** Whether each of `facts` is needed, being an operand of an expression. */
  readonly all: boolean;
  readonly how: string | null;
}

type Counts = (fact: JudgedFact) => boolean;

/** A value of a designated field, with its fact. */
interface Designated {
  readonly fact: JudgedFact;
  readonly value: Json;
}

const once = <K, V>(known: Map<K, V>, key: K, make: () => V): V => {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
};

/** What counts of the facts of a session, read as typed values; read once for all grounds that ask the same. */
class Session {
  readonly words: { fact: JudgedFact; text: string }[] = [];
  readonly weak: { fact: JudgedFact; leaves: readonly Json[] }[] = [];
  private readonly answers: { fact: JudgedFact; answer: Answered }[] = [];
  private readonly isDesignated: boolean;
  private readonly wanted: readonly Forms[];
  private readonly hits = new Map<string, Hits>();
  private readonly fields = new Map<string, readonly Designated[]>();
  private readonly numbers = new Map<string, Numbers>();

  constructor({ input }: Context, { trust }: TypedGround, { prompts, outputs }: Counted) {
    this.isDesignated = input.policy.grounding?.outputs === 'designated';
    this.wanted = input.extraction.grounds
      .filter((one): one is TypedGround => one.relation === 'supported')
      .map(({ value, kinds, unit }) => formsOf(value, kinds, unit));
    for (const fact of prompts) {
      const text = wordsIn(fact, input);
      const isBelieved = text !== null && isTrusted(fact, trust);
      if (isBelieved) this.words.push({ fact, text });
      else this.weak.push({ fact, leaves: everyLeaf(fact.value) });
    }
    for (const { tool, fact } of outputs) {
      const answer = answerIn(fact, input);
      if (answer !== null && answer.tool === tool && isTrusted(fact, trust))
        this.answers.push({ fact, answer });
      this.weak.push({ fact, leaves: everyLeaf(answer?.output ?? fact.value) });
    }
  }

  /** The facts in whose words the value of a ground stands. */
  said(forms: Forms): JudgedFact[] {
    const hits = once(this.hits, 'words', () => new Hits(textsOf(this.words), this.wanted));
    return among(this.words, hits.of(forms));
  }

  /** The facts that say the value of a ground, and are not believed. */
  told(forms: Forms): JudgedFact[] {
    const sayings = (): Saying[] =>
      this.weak.map(({ fact, leaves }) => ({ fact, wholes: leaves, texts: leaves.filter(isText) }));
    return among(this.weak, once(this.hits, 'weak', () => new Hits(sayings(), this.wanted)).of(forms));
  }

  /** The facts that say the value of a ground in a designated field, where that may be believed. */
  shown(output: SessionOutput, forms: Forms): JudgedFact[] {
    const sayings = (): Saying[] =>
      this.designated(output).map(({ fact, value }) =>
        output.within === true
          ? { fact, wholes: [], texts: isText(value) ? [value] : [] }
          : { fact, wholes: [value], texts: [] },
      );
    const field = `field ${JSON.stringify(output)}`;
    return among(this.answers, once(this.hits, field, () => new Hits(sayings(), this.wanted)).of(forms));
  }

  /** Those of some values that the user said, read as one of some kinds. */
  private named(values: readonly Json[], kinds: readonly GroundKind[]): Set<Json> {
    const read = [...new Set(values)].map((value) => ({ value, forms: formsOf(value, kinds) }));
    const hits = new Hits(
      textsOf(this.words),
      read.map(({ forms }) => forms),
    );
    return new Set(read.filter(({ forms }) => hits.of(forms).size > 0).map(({ value }) => value));
  }

  /** The answers that may be believed under a designation: their source, where that is asked, was named by the user. */
  private from({ tool, named }: SessionOutput): { fact: JudgedFact; answer: Answered }[] {
    const answers = this.answers.filter(({ answer }) => answer.tool === tool);
    if (named === undefined) return answers;
    const sources = answers.map(({ answer }) => placesOf(answer.parameters, segmentsOf(named)).places);
    const known = this.named(
      sources.flatMap((places) => places.map(({ value }) => value)),
      ['host', 'path', 'identifier', 'name'],
    );
    return answers.filter((_, at) => {
      const [place, ...more] = sources[at] ?? [];
      return place !== undefined && more.length === 0 && known.has(place.value);
    });
  }

  /** The values of a designated field that may be believed. */
  private designated(output: SessionOutput): readonly Designated[] {
    if (!this.isDesignated) return [];
    return once(this.fields, JSON.stringify(output), () => {
      const leaves = this.from(output).flatMap(({ fact, answer }) =>
        leavesOf(answer, output).map(({ value, key }) => ({ fact, value, key })),
      );
      if (output.key === undefined) return leaves;
      const keys = leaves.flatMap(({ key }) => (key === undefined ? [] : [key]));
      const known = this.named(keys, ['name', 'identifier', 'mail']);
      return leaves.filter(({ key }) => key !== undefined && known.has(key));
    });
  }

  /** The amounts that a value may be computed from. */
  amounts(ground: TypedGround): Numbers {
    return once(this.numbers, JSON.stringify(ground.outputs ?? []), () => {
      const numbers = new Numbers();
      for (const { fact, text } of this.words) numbers.add(formsIn('amount', text), fact);
      for (const output of ground.outputs ?? []) {
        if (output.kinds !== undefined && !output.kinds.includes('amount')) continue;
        const field = `${output.tool} ${output.field}`;
        for (const { fact, value } of this.designated(output)) {
          const own = formOf('amount', value);
          const within = output.within === true && isText(value);
          const forms = within ? formsIn('amount', value) : own === null ? [] : [own];
          numbers.add(forms, fact, `${fact.id} ${field}`);
        }
      }
      return numbers;
    });
  }
}

/** No more operands of a unit than this are ever looked at. */
const MOST_OF_A_UNIT = 64;

/** Amounts that others may be computed from, with the totals of fields. */
class Numbers {
  readonly operands: Operand<JudgedFact>[] = [];
  private readonly units = new Map<string, number>();
  private readonly fields = new Map<string, { forms: string[]; of: JudgedFact[] }>();
  private summed: Operand<JudgedFact>[] | null = null;

  add(forms: readonly string[], fact: JudgedFact, field?: string): void {
    for (const form of forms) {
      const unit = form.split(' ')[1] ?? '';
      const before = this.units.get(unit) ?? 0;
      this.units.set(unit, before + 1);
      if (before < MOST_OF_A_UNIT) this.operands.push({ form, of: [fact] });
    }
    if (field === undefined) return;
    const { forms: known } = once(this.fields, field, () => ({ forms: [], of: [fact] }));
    for (const form of forms) known.push(form);
  }

  get totals(): readonly Operand<JudgedFact>[] {
    return (this.summed ??= sumsOf([...this.fields.values()]));
  }
}

const isText = (value: Json): value is string => typeof value === 'string';

const toolsOf = ({ outputs }: TypedGround): string[] => [...new Set((outputs ?? []).map(({ tool }) => tool))];

const textsOf = (words: readonly { fact: JudgedFact; text: string }[]): Saying[] =>
  words.map(({ fact, text }) => ({ fact, wholes: [], texts: [text] }));

const among = (all: readonly { fact: JudgedFact }[], some: ReadonlySet<JudgedFact>): JudgedFact[] =>
  all.map(({ fact }) => fact).filter((fact) => some.has(fact));

/** The facts of a session that count for a ground. */
interface Counted {
  readonly prompts: readonly JudgedFact[];
  readonly outputs: readonly { readonly tool: string; readonly fact: JudgedFact }[];
}

const SESSIONS = new WeakMap<Context, Map<string, Session>>();

/** The session of a ground; the same one for all that look at the same facts in the same way. */
function sessionOf(context: Context, ground: TypedGround, counts: Counts): Session {
  const { subject, trust } = ground;
  const prompts = context.factsOf(subject, PROMPT).filter(counts);
  const outputs = toolsOf(ground).flatMap((tool) =>
    context
      .factsOf(outputsOf(subject, tool), OUTPUT)
      .filter(counts)
      .map((fact) => ({ tool, fact })),
  );
  const known = SESSIONS.get(context) ?? new Map<string, Session>();
  SESSIONS.set(context, known);
  const key = JSON.stringify([
    trust,
    prompts.map(({ id }) => id),
    outputs.map(({ tool, fact }) => [tool, fact.id]),
  ]);
  return once(known, key, () => new Session(context, ground, { prompts, outputs }));
}

function formsOf(value: Json, kinds: readonly GroundKind[], unit?: string): Forms {
  const forms = new Map<GroundKind, string>();
  for (const kind of kinds) {
    const form = formOf(kind, value);
    if (form === null) continue;
    forms.set(
      kind,
      kind === 'amount' && unit !== undefined && !form.includes(' ') ? `${form} ${unit}` : form,
    );
  }
  return forms;
}

const some = (forms: Forms, kinds: readonly GroundKind[] | undefined): Forms =>
  kinds === undefined ? forms : new Map([...forms].filter(([kind]) => kinds.includes(kind)));

function derived(ground: TypedGround, session: Session, { amounts, single }: LookedUp): Support | null {
  const form = formsOf(ground.value, ['amount'], ground.unit).get('amount');
  const allowed = ground.derive ?? [];
  if (form === undefined || allowed.length === 0 || !ground.kinds.includes('amount')) return null;
  const { operands, totals } = session.amounts(ground);
  const found = derive(form, allowed, { operands: [...operands, ...amounts], totals, looked: single });
  return found === null ? null : { facts: [...new Set(found.of)], all: true, how: found.said };
}

function sumsOf(
  totals: readonly { forms: readonly string[]; of: readonly JudgedFact[] }[],
): Operand<JudgedFact>[] {
  return totals.flatMap(({ forms, of }) => {
    const sum = total(forms);
    return sum === null || forms.length < 2 ? [] : [{ form: sum, of }];
  });
}

function total(forms: readonly string[]): string | null {
  const decimals = forms.map((form) => readDecimal(form.split(' ')[0] ?? ''));
  if (decimals.some((one) => one === null) || forms.some((form) => form.endsWith('%'))) return null;
  return writeDecimal(decimals.reduce<Decimal>((sum, one) => add(sum, one ?? sum), { units: 0n, scale: 0 }));
}

/** What a typed ground stands on: facts that are believed, or `null`; and those that say so and are not. */
export function supportOf(
  context: Context,
  ground: TypedGround,
  counts: Counts,
): { readonly support: Support | null; readonly weak: readonly JudgedFact[] } {
  const session = sessionOf(context, ground, counts);
  const forms = formsOf(ground.value, ground.kinds, ground.unit);
  const shown = (ground.outputs ?? []).flatMap((output) => session.shown(output, some(forms, output.kinds)));
  const looked = lookUp(context, ground, counts);
  const known = (ground.derive ?? []).includes('lookup') ? saying(forms, looked.believed) : [];
  const facts = [...new Set([...session.said(forms), ...shown, ...known])];
  if (facts.length > 0) return { support: { facts, all: false, how: null }, weak: [] };
  const computed = derived(ground, session, looked);
  if (computed !== null) return { support: computed, weak: [] };
  return { support: null, weak: [...new Set([...session.told(forms), ...saying(forms, looked.weak)])] };
}
