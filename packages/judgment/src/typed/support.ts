import type { GroundKind, Json, JudgedFact, SessionOutput, TypedGround } from '@eaap/protocol';
import { isTrusted, type Context } from '../gate/context.ts';
import { add, readDecimal, writeDecimal, type Decimal } from './decimal.ts';
import { derive, type Operand } from './derive.ts';
import { formOf, formsIn, isAmong } from './kinds.ts';
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

/** What counts of the facts of a session, read as typed values. */
class Session {
  readonly words: { fact: JudgedFact; text: string }[] = [];
  readonly answers: { fact: JudgedFact; answer: Answered }[] = [];
  readonly weak: { fact: JudgedFact; leaves: readonly Json[] }[] = [];
  private readonly context: Context;

  constructor(context: Context, ground: TypedGround, counts: Counts) {
    this.context = context;
    const { input, factsOf } = context;
    for (const fact of factsOf(ground.subject, PROMPT).filter(counts)) {
      const text = wordsIn(fact, input);
      const isBelieved = text !== null && isTrusted(fact, ground.trust);
      if (isBelieved) this.words.push({ fact, text });
      else this.weak.push({ fact, leaves: everyLeaf(fact.value) });
    }
    const tools = [...new Set((ground.outputs ?? []).map(({ tool }) => tool))];
    for (const tool of tools) {
      for (const fact of factsOf(outputsOf(ground.subject, tool), OUTPUT).filter(counts)) {
        const answer = answerIn(fact, input);
        if (answer !== null && answer.tool === tool && isTrusted(fact, ground.trust))
          this.answers.push({ fact, answer });
        this.weak.push({ fact, leaves: everyLeaf(answer?.output ?? fact.value) });
      }
    }
  }

  /** The facts in whose words a value stands, read as one of some kinds. */
  said(forms: Forms): JudgedFact[] {
    return this.words.filter(({ text }) => standsIn(forms, text)).map(({ fact }) => fact);
  }

  /** Whether an answer may be believed under a designation: its source, where that is asked, was named by the user. */
  private isNamed({ parameters }: Answered, { named }: SessionOutput): boolean {
    if (named === undefined) return true;
    const { places } = placesOf(parameters, segmentsOf(named));
    return (
      places.length === 1 &&
      places.every(
        ({ value }) => this.said(formsOf(value, ['host', 'path', 'identifier', 'name'])).length > 0,
      )
    );
  }

  /** The values of designated fields that may be believed, each with its fact and how it is read. */
  designated(
    ground: TypedGround,
  ): { fact: JudgedFact; value: Json; within: boolean; kinds: readonly GroundKind[]; field: string }[] {
    if (this.context.input.policy.grounding?.outputs !== 'designated') return [];
    return (ground.outputs ?? []).flatMap((output) =>
      this.answers
        .filter(({ answer }) => answer.tool === output.tool && this.isNamed(answer, output))
        .flatMap(({ fact, answer }) =>
          leavesOf(answer, output)
            .filter(
              ({ key }) =>
                key === undefined || this.said(formsOf(key, ['name', 'identifier', 'mail'])).length > 0,
            )
            .map(({ value }) => ({
              fact,
              value,
              within: output.within === true,
              kinds: ground.kinds.filter((kind) => output.kinds === undefined || output.kinds.includes(kind)),
              field: `${output.tool} ${output.field}`,
            })),
        ),
    );
  }
}

/** The forms of one value, by the kinds it was read as. */
type Forms = ReadonlyMap<GroundKind, string>;

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

const standsIn = (forms: Forms, text: string): boolean =>
  [...forms].some(([kind, form]) => isAmong(kind, form, formsIn(kind, text)));

/** Whether a value of an answer is the one looked for, as a whole. */
function isSame(forms: Forms, leaf: Json): boolean {
  return [...forms].some(([kind, form]) => {
    const other = formOf(kind, leaf);
    return other !== null && (kind === 'name' ? form === other : isAmong(kind, form, [other]));
  });
}

const some = (forms: Forms, kinds: readonly GroundKind[]): Forms =>
  new Map([...forms].filter(([kind]) => kinds.includes(kind)));

function derived(ground: TypedGround, session: Session): Support | null {
  const form = formsOf(ground.value, ['amount'], ground.unit).get('amount');
  const allowed = ground.derive ?? [];
  if (form === undefined || allowed.length === 0 || !ground.kinds.includes('amount')) return null;
  const operands: Operand<JudgedFact>[] = [];
  const totals = new Map<string, { forms: string[]; of: JudgedFact[] }>();
  for (const { fact, text } of session.words) {
    for (const one of formsIn('amount', text)) operands.push({ form: one, of: [fact] });
  }
  for (const { fact, value, within, kinds, field } of session.designated(ground)) {
    if (!kinds.includes('amount')) continue;
    const own = formOf('amount', value);
    const forms = within && typeof value === 'string' ? formsIn('amount', value) : own === null ? [] : [own];
    for (const one of forms) operands.push({ form: one, of: [fact] });
    const key = `${fact.id} ${field}`;
    const total = totals.get(key) ?? { forms: [], of: [fact] };
    total.forms.push(...forms);
    totals.set(key, total);
  }
  const found = derive(form, allowed, operands, sumsOf([...totals.values()]));
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
  const session = new Session(context, ground, counts);
  const forms = formsOf(ground.value, ground.kinds, ground.unit);
  const read = session.designated(ground).filter(({ value, within, kinds }) => {
    const own = some(forms, kinds);
    return within ? typeof value === 'string' && standsIn(own, value) : isSame(own, value);
  });
  const facts = [...new Set([...session.said(forms), ...read.map(({ fact }) => fact)])];
  if (facts.length > 0) return { support: { facts, all: false, how: null }, weak: [] };
  const computed = derived(ground, session);
  if (computed !== null) return { support: computed, weak: [] };
  const weak = session.weak.filter(({ leaves }) =>
    leaves.some((leaf) => isSame(forms, leaf) || (typeof leaf === 'string' && standsIn(forms, leaf))),
  );
  return { support: null, weak: weak.map(({ fact }) => fact) };
}
