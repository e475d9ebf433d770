import { canonical, type Json } from '../json.ts';
import type {
  Action,
  Extraction,
  FactAuthority,
  Manifest,
  Parameter,
  PolicySelect,
  SubjectRef,
  TypedAuthority,
} from './documents.ts';
import { coversName } from './pattern.ts';
import { bound, child, inside, nameOf, places, segments, type Place } from './places.ts';
import { floorOf } from './taxonomy.ts';
import { HARMS, higher, inOrder, isObject, readMoney, RISKS } from './text.ts';
import { formsIn } from './typed/forms.ts';
import { hasTargetFault, misread, subjectOf, targetOf } from './value.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Lists = { [K in 'effects' | 'claims' | 'grounds' | 'writes']: Mutable<Extraction>[K][number][] };

const MOST: Readonly<Record<keyof Lists, number>> = { effects: 128, claims: 64, grounds: 128, writes: 64 };
const MOST_UNREAD = 512;
const MOST_SELECTORS = 128;

/** A node of the tree of described parameters. */
interface Node {
  readonly pattern: readonly string[];
  spec?: Parameter;
  required: boolean;
  readonly named: Map<string, Node>;
  star?: Node;
}

/** One extraction, by the steps of RFC-0006 section 8.2. */
class Reader {
  private readonly unread: { code: string; field: string | null }[] = [];
  private readonly lists: Lists = { effects: [], claims: [], grounds: [], writes: [] };
  private readonly selected: { subject: string; attribute: string }[] = [];
  private cost: Extraction['cost'] = null;
  private readonly action: Action;
  private readonly manifest: Manifest | null;
  private readonly selects: readonly PolicySelect[];
  private readonly mandate: string;

  constructor(action: Action, manifest: Manifest | null, selects: readonly PolicySelect[], mandate: string) {
    this.action = action;
    this.manifest = manifest?.tool === action.tool ? manifest : null;
    this.selects = selects;
    this.mandate = mandate;
  }

  read(): Extraction {
    const { manifest } = this;
    if (manifest === null) this.note('no-manifest', null);
    else {
      this.effectsOf(manifest);
      this.unnamed(manifest);
    }
    this.declared();
    if (manifest?.effects.length === 0) this.note('no-effect', null);
    if (manifest !== null) {
      this.walk(tree(manifest), [], this.action.parameters);
      this.writesOf(manifest);
      this.costOf(manifest);
    }
    this.selectorsOf();
    if (this.mandate !== 'none')
      this.selected.push({ subject: `session:${this.action.session ?? ''}`, attribute: 'session.mandate' });
    return this.end();
  }

  private note(code: string, at: readonly string[] | null): void {
    const field = at === null ? null : nameOf(at);
    if (this.unread.length === MOST_UNREAD) return;
    if (this.unread.some((one) => one.code === code && one.field === field)) return;
    this.unread.push(
      this.unread.length === MOST_UNREAD - 1 ? { code: 'too-large', field: null } : { code, field },
    );
  }

  private add<K extends keyof Lists>(kind: K, entry: Lists[K][number]): void {
    const list = this.lists[kind] as Lists[K][number][];
    if (list.length === MOST[kind]) this.note('too-large', null);
    else list.push(entry);
  }

  private places(pattern: readonly string[]): readonly Place[] {
    const { found, more } = places(this.action.parameters, pattern);
    if (more) this.note('too-large', null);
    return found;
  }

  /** Step 2. */
  private effectsOf(manifest: Manifest): void {
    for (const { effect, target } of manifest.effects) {
      const floor = floorOf(effect);
      const rated = {
        effect,
        reversibility: higher(HARMS, floor.reversibility, manifest.reversibility ?? 'reversible'),
        risk: higher(RISKS, floor.risk, manifest.risk ?? 'low'),
        origin: 'manifest',
      };
      if (target === undefined) this.add('effects', { ...rated, target: null, field: null });
      else if ('literal' in target) {
        const fault = hasTargetFault(target.literal);
        if (fault) this.note('unresolved-target', null);
        this.add('effects', { ...rated, target: fault ? null : target.literal, field: null });
      } else {
        const found = this.places(segments(target.param));
        for (const { at, value } of found) {
          const made = targetOf(target.kind, target.prefix ?? '', value);
          if (made === null) this.note('unresolved-target', at);
          this.add('effects', { ...rated, target: made, field: nameOf(at) });
        }
        if (found.length === 0) {
          this.note('unresolved-target', segments(target.param));
          this.add('effects', { ...rated, target: null, field: null });
        }
      }
    }
  }

  /** Step 3. */
  private unnamed(manifest: Manifest): void {
    for (const at of Object.keys(manifest.parameters).sort(inOrder)) {
      if (!['url', 'path'].includes(manifest.parameters[at]?.type ?? '')) continue;
      const isNamed = manifest.effects.some(
        ({ target }) => target !== undefined && 'param' in target && target.param === at,
      );
      if (!isNamed && this.places(segments(at)).length > 0) this.note('unresolved-target', segments(at));
    }
  }

  /** Step 4. */
  private declared(): void {
    for (const { effect, target } of this.action.effects ?? []) {
      const isStated = this.lists.effects.some(
        (one) => one.effect === effect && (target === undefined || one.target === target),
      );
      if (isStated) continue;
      const fault = target !== undefined && hasTargetFault(target);
      if (fault) this.note('unresolved-target', null);
      const to = target === undefined || fault ? null : target;
      this.add('effects', { effect, target: to, ...floorOf(effect), origin: 'declared', field: null });
    }
  }

  /** Step 5. */
  private walk(node: Node, at: readonly string[], value: Json): void {
    if (node.spec !== undefined) {
      const [code] = misread(node.spec.type, value);
      if (code !== undefined) this.note(code, at);
      else if (node.spec.authority !== undefined) {
        if ('relation' in node.spec.authority) this.ground(node, node.spec.authority, at, value);
        else this.typed(node, node.spec.authority, at, value);
      }
      return;
    }
    if (!isObject(value) && !Array.isArray(value)) {
      this.note('wrong-type', at);
      return;
    }
    for (const [name, one] of inside(value)) {
      const next = node.named.get(name) ?? node.star;
      if (next === undefined) this.note('undescribed-parameter', [...at, name]);
      else this.walk(next, [...at, name], one);
      if (this.unread.length === MOST_UNREAD) return;
    }
    for (const [name, next] of node.named) {
      if (next.required && child(value, name) === undefined) this.note('missing-parameter', [...at, name]);
    }
  }

  /** Step 5a. */
  private ground(node: Node, authority: FactAuthority, at: readonly string[], value: Json): void {
    if (Buffer.byteLength(canonical(value), 'utf8') > 8192) {
      this.note('too-large', at);
      return;
    }
    const { subject: reference, attribute, relation, trust = 'verified' } = authority;
    for (const subject of this.supporting(node, reference, at)) {
      this.selected.push({ subject, attribute });
      this.add('grounds', { field: nameOf(at), value, subject, attribute, relation, trust });
    }
  }

  /** The subjects of a reference of an authority; there should be one. */
  private supporting(node: Node, reference: SubjectRef, at: readonly string[]): readonly string[] {
    const subjects =
      'literal' in reference
        ? [reference.literal]
        : this.subjects(reference, false, bound(segments(reference.param), node.pattern, at));
    if (subjects.length > 1) this.note('wrong-type', at);
    if (subjects.length === 0 && this.unread.length === 0) this.note('missing-parameter', at);
    return subjects;
  }

  /** RFC-0005 section 14.6. */
  private typed(node: Node, authority: TypedAuthority, at: readonly string[], value: Json): void {
    const { kinds, carries, outputs, derive, unit, trust = 'verified' } = authority;
    const session = `session:${this.action.session ?? ''}`;
    const tools = [...new Set((outputs ?? []).map(({ tool }) => tool))];
    if (tools.some((tool) => `${session}/${tool}`.length > 256)) {
      this.note('too-large', at);
      return;
    }
    this.selected.push({ subject: session, attribute: 'session.prompt' });
    for (const tool of tools)
      this.selected.push({ subject: `${session}/${tool}`, attribute: 'session.output' });
    const keys = (authority.lookup ?? []).map(({ subject, attribute }) => ({
      attribute,
      subjects: this.supporting(node, subject, at),
    }));
    if (keys.some(({ subjects }) => subjects.length !== 1)) return;
    const lookup = keys.map(({ attribute, subjects: [subject = ''] }) => ({ subject, attribute }));
    this.selected.push(...lookup);
    const add = (of: Json, as: readonly string[]): void => {
      this.add('grounds', {
        field: nameOf(at),
        value: of,
        subject: session,
        attribute: 'session.prompt',
        relation: 'supported',
        trust,
        kinds: as,
        ...(outputs === undefined ? {} : { outputs }),
        ...(derive === undefined ? {} : { derive }),
        ...(unit === undefined ? {} : { unit }),
        ...(lookup.length === 0 ? {} : { lookup }),
      });
    };
    if (carries === undefined) {
      if (canonical(value).length > 8192) this.note('too-large', at);
      else add(value, kinds ?? []);
    } else if (typeof value !== 'string') this.note('wrong-type', at);
    else if (value.length > 65536) this.note('too-large', at);
    else {
      const disguised = /\[written:[0-9a-f]{32}\]/.exec(value);
      if (disguised !== null) add(disguised[0], carries);
      for (const kind of carries) for (const form of carriedIn(kind, value)) add(form, [kind]);
    }
  }

  /** Step 6. */
  private writesOf(manifest: Manifest): void {
    for (const { subject: reference, attribute, value: to } of manifest.writes ?? []) {
      const write = (subject: string, bind: (pattern: readonly string[]) => readonly string[]): void => {
        this.selected.push({ subject, attribute });
        const found = to === undefined ? [] : this.places(bind(segments(to)));
        if (found.length === 0) this.add('writes', { subject, attribute, field: null, value: null });
        for (const { at, value } of found)
          this.add('writes', { subject, attribute, field: nameOf(at), value });
      };
      if ('literal' in reference) write(reference.literal, (pattern) => pattern);
      else {
        this.subjects(reference, false);
        const by = segments(reference.param);
        for (const { at, value } of this.places(by)) {
          const subject = subjectOf(reference.prefix ?? '', value);
          if (subject !== null) write(subject, (pattern) => bound(pattern, by, at));
        }
      }
    }
  }

  /** Step 7. */
  private costOf(manifest: Manifest): void {
    if (manifest.cost === undefined) return;
    const found = this.places(segments(manifest.cost.amount));
    const [first] = found;
    if (first === undefined) return;
    const money = readMoney(first.value);
    if (found.length === 1 && money !== null) this.cost = money;
    else this.note('unreadable-money', first.at);
  }

  /** Step 8. */
  private subjects(reference: SubjectRef, optional: boolean, pattern?: readonly string[]): readonly string[] {
    if ('literal' in reference) return [reference.literal];
    const wanted = pattern ?? segments(reference.param);
    const found = this.places(wanted);
    const subjects: string[] = [];
    for (const { at, value } of found) {
      const subject = subjectOf(reference.prefix ?? '', value);
      if (subject === null) this.note('wrong-type', at);
      else subjects.push(subject);
    }
    if (found.length > 0 || optional) return subjects;
    const star = wanted.indexOf('*');
    const above = star < 0 ? [] : this.places(wanted.slice(0, star));
    const isEmpty = ({ value }: Place): boolean =>
      typeof value === 'object' && value !== null && inside(value).length === 0;
    if (above.length === 0 || !above.every(isEmpty)) this.note('missing-parameter', wanted);
    return subjects;
  }

  /** Step 9. */
  private selectorsOf(): void {
    for (const claim of this.action.claims ?? []) {
      this.add('claims', claim);
      this.selected.push({ subject: claim.subject, attribute: claim.attribute });
    }
    const select = (reference: SubjectRef, attribute: string, optional: boolean): void => {
      for (const subject of this.subjects(reference, optional)) this.selected.push({ subject, attribute });
    };
    for (const { subject, attribute } of this.manifest?.selects ?? []) {
      const spec = 'param' in subject ? this.manifest?.parameters[subject.param] : undefined;
      select(subject, attribute, spec?.required === false);
    }
    for (const { tools, subject, attribute } of this.selects) {
      if (tools.some((one) => coversName(one, this.action.tool))) select(subject, attribute, false);
    }
  }

  /** Step 10. */
  private end(): Extraction {
    const { claims, grounds, writes } = this.lists;
    if (this.lists.effects.length === 0 && this.unread.length === 0) this.note('no-effect', null);
    const keyed = new Map(this.selected.map((one) => [canonical([one.subject, one.attribute]), one]));
    const selectors = [...keyed.values()].sort(
      (a, b) => inOrder(a.subject, b.subject) || inOrder(a.attribute, b.attribute),
    );
    if (selectors.length > MOST_SELECTORS) this.note('too-large', null);
    let { effects }: { effects: readonly Lists['effects'][number][] } = this.lists;
    if (this.unread.length > 0) {
      const unknown = {
        effect: 'unknown',
        target: null,
        ...floorOf('unknown'),
        origin: 'extracted',
        field: null,
      };
      effects = [...effects.slice(0, MOST.effects - 1), unknown];
    }
    const top = (scale: readonly string[], all: readonly string[], least: string): string =>
      all.reduce((best, one) => higher(scale, best, one), least);
    const isTold = (one: { code: string; field: string | null }): boolean =>
      one.code !== 'unresolved-target' ||
      one.field === null ||
      !this.unread.some(({ code, field }) => field === one.field && code !== 'unresolved-target');
    return {
      effects,
      unread: this.unread.filter(isTold),
      claims,
      grounds,
      writes,
      selectors: selectors.slice(0, MOST_SELECTORS),
      cost: this.cost,
      risk: top(
        RISKS,
        effects.map(({ risk }) => risk),
        this.manifest?.risk ?? 'low',
      ),
      reversibility: top(
        HARMS,
        effects.map(({ reversibility }) => reversibility),
        this.manifest?.reversibility ?? 'reversible',
      ),
    };
  }
}

/** The forms that a text carries, read in pieces that overlap. */
function carriedIn(kind: string, text: string): string[] {
  const forms: string[] = [];
  let at = 0;
  do {
    forms.push(...formsIn(kind, text.slice(at, at + 4096)));
    at += 3072;
  } while (at + 1024 < text.length);
  return [...new Set(forms)];
}

/** The tree of the described parameters. */
function tree(manifest: Manifest): Node {
  const node = (pattern: readonly string[]): Node => ({
    pattern,
    required: false,
    named: new Map<string, Node>(),
  });
  const root = node([]);
  for (const key of Object.keys(manifest.parameters).sort(inOrder)) {
    const spec = manifest.parameters[key] as Parameter;
    let at = root;
    for (const segment of segments(key)) {
      let next = segment === '*' ? at.star : at.named.get(segment);
      if (next === undefined) {
        next = node([...at.pattern, segment]);
        if (segment === '*') at.star = next;
        else at.named.set(segment, next);
      }
      next.required ||= spec.required !== false;
      at = next;
    }
    at.spec = spec;
  }
  return root;
}

/**
 * The extraction of an action (RFC-0006 section 8), the sentences of unread entries left aside.
 *
 * @param selects - Those of the policy.
 * @param mandate - Whether its policy looks at mandates.
 */
export const extract = (
  action: Action,
  manifest: Manifest | null,
  selects: readonly PolicySelect[],
  mandate = 'none',
): Extraction => new Reader(action, manifest, selects, mandate).read();
