import type { GroundKind, Json, JudgedFact } from '@eaap/protocol';
import { formOf, formsIn, isAmong } from './kinds.ts';
import { Names } from './names.ts';

/** The forms of one value, by the kinds it was read as. */
export type Forms = ReadonlyMap<GroundKind, string>;

/** What a fact says: values that are read as a whole, and texts that are read for what stands in them. */
export interface Saying {
  readonly fact: JudgedFact;
  readonly wholes: readonly Json[];
  readonly texts: readonly string[];
}

/** Equal for two forms of which one can stand for the other. */
function bucketOf(kind: GroundKind, form: string): string {
  if (kind === 'amount') return form.split(' ')[0] ?? '';
  return kind === 'date' ? form.slice(-5) : form;
}

/** Looks for many forms of one kind. */
class Finder {
  private readonly kind: GroundKind;
  private readonly buckets = new Map<string, string[]>();
  private readonly names: Names | null;

  constructor(kind: GroundKind, forms: ReadonlySet<string>) {
    this.kind = kind;
    for (const form of forms) {
      const bucket = bucketOf(kind, form);
      this.buckets.set(bucket, [...(this.buckets.get(bucket) ?? []), form]);
    }
    this.names = kind === 'name' ? new Names(forms) : null;
  }

  private among(found: string): string[] {
    const near = this.buckets.get(bucketOf(this.kind, found)) ?? [];
    return this.names === null ? near.filter((form) => isAmong(this.kind, form, [found])) : near;
  }

  whole(value: Json): string[] {
    const form = formOf(this.kind, value);
    return form === null ? [] : this.among(form);
  }

  within(text: string): string[] {
    const forms = formsIn(this.kind, text);
    return this.names === null ? forms.flatMap((form) => this.among(form)) : this.names.in(forms);
  }
}

/**
 * Which facts say which of some forms. All forms are looked for at once, and each text is read once a kind: the facts of a
 * session are as many as 256 of 8 KiB, written by whoever the tools talked to, and the grounds of an action 128.
 */
export class Hits {
  private readonly found = new Map<GroundKind, Map<string, Set<JudgedFact>>>();

  constructor(sayings: readonly Saying[], wanted: Iterable<Forms>) {
    const forms = new Map<GroundKind, Set<string>>();
    for (const of of wanted)
      for (const [kind, form] of of) forms.set(kind, (forms.get(kind) ?? new Set()).add(form));
    for (const [kind, some] of forms) this.found.set(kind, look(sayings, new Finder(kind, some)));
  }

  /** The facts that say one of these forms, which were among those looked for. */
  of(forms: Forms): ReadonlySet<JudgedFact> {
    return new Set([...forms].flatMap(([kind, form]) => [...(this.found.get(kind)?.get(form) ?? [])]));
  }
}

function look(sayings: readonly Saying[], finder: Finder): Map<string, Set<JudgedFact>> {
  const found = new Map<string, Set<JudgedFact>>();
  const note = (forms: readonly string[], fact: JudgedFact): void => {
    for (const form of forms) found.set(form, (found.get(form) ?? new Set()).add(fact));
  };
  for (const { fact, wholes, texts } of sayings) {
    for (const value of wholes) note(finder.whole(value), fact);
    for (const text of texts) note(finder.within(text), fact);
  }
  return found;
}
