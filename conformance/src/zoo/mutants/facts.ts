import { getConflict, getFact, loadConflicts, resolveConflict } from '@eaap/ledger';
import { EaapError, type Conflict, type Fact, type StoreRequest, type StoreResponse } from '@eaap/protocol';
import type { Answer } from '@eaap/sdk';
import type { Mutant } from '../types.ts';
import { all, handling, type Called, type Change } from './lib/deciding.ts';
import { withEntries } from './lib/parts.ts';
import { factsAs, refusing, storing } from './lib/vault.ts';

type ById = Called<{ readonly reason: string; readonly resolution?: string }>;
const RESOLVES = 'resolve';
const idOf = ({ call }: ById): string => String(call.params['id']);

/** Done all the same, where it should be refused with this problem: the record is answered as it is. */
const shrugging = (
  route: 'lock' | 'unlock' | 'retract' | 'resolve',
  problem: string,
  isMeant: (detail: string) => boolean = () => true,
): Change =>
  handling(route, async (asked: ById): Promise<Answer> => {
    try {
      return await asked.next();
    } catch (error) {
      if (!(error instanceof EaapError) || error.type !== problem || !isMeant(error.detail)) throw error;
      const read = route === RESOLVES ? getConflict : getFact;
      return { status: 200, body: await read(asked.context.ledger, asked.actor, idOf(asked)) };
    }
  });

/** Store requests with another body. */
const storingAs = (change: (body: StoreRequest, now: number) => StoreRequest): Change =>
  storing(async ({ context, call, next }) =>
    next({ call: { ...call, body: change(call.body, context.ledger.parts.clock.now()) } }),
  );

/** What comes in the log instead of a type of record. */
const logging =
  (type: string, instead: Record<string, unknown>): Change =>
  (parts) =>
    withEntries(parts, (entry) => (entry.type === type ? instead : {}));

const isPast = (time: string | undefined, now: number): boolean =>
  time !== undefined && Date.parse(time) < now;

/** Broken in what they store. */
const storingMutants: readonly Mutant[] = [
  {
    id: 'expired-facts-stored',
    breaks: ['EAAP-0003-003'],
    invariant: [9],
    description: 'Stores a fact that has expired already, without its bound.',
    expected: ['ledger.expired-on-arrival'],
    change: storingAs((body, now) => {
      const { valid_until, ...rest } = body;
      return isPast(valid_until, now) ? rest : body;
    }),
  },
  {
    id: 'values-cut',
    breaks: ['EAAP-0003-004'],
    invariant: [],
    description: 'Cuts a text that is too long for a value.',
    expected: ['ledger.value-too-large'],
    change: storingAs((body) =>
      typeof body.value === 'string' && body.value.length > 4000
        ? { ...body, value: body.value.slice(0, 4000) }
        : body,
    ),
  },
  {
    id: 'gone-still-contradicts',
    breaks: ['EAAP-0003-005'],
    invariant: [5],
    description: 'Refuses another value where a fact was retracted.',
    expected: ['ledger.gone-is-no-contradiction'],
    change: (parts) => {
      const gone = new Set<string>();
      const place = (
        namespace: string,
        { subject, attribute }: Pick<Fact, 'subject' | 'attribute'>,
      ): string => JSON.stringify([namespace, subject, attribute]);
      return all(
        handling('retract', async ({ actor, next }) => {
          const answer = await next();
          gone.add(place(actor.namespace, answer.body as Fact));
          return answer;
        }),
        storing(async ({ actor, call, next }) => {
          if (gone.has(place(actor.namespace, call.body)))
            throw new EaapError('conflict', 'There was another value.');
          return next();
        }),
      )(parts);
    },
  },
  {
    id: 'never-lapses',
    breaks: ['EAAP-0003-005', 'EAAP-0003-006'],
    invariant: [9],
    description: 'Forgets until when a fact is valid.',
    expected: ['context.health', 'ledger.lapsed-gives-way'],
    change: storingAs((body, now) => {
      const { valid_until, ...rest } = body;
      return isPast(valid_until, now) ? body : rest;
    }),
  },
  {
    id: 'lapses-unlogged',
    breaks: ['EAAP-0003-006'],
    invariant: [9],
    description: 'Logs that a fact is superseded as if it had been restored.',
    expected: ['ledger.lapsed-gives-way'],
    change: logging('fact.superseded', { type: 'fact.restored' }),
  },
  {
    id: 'one-conflict-a-challenger',
    breaks: ['EAAP-0003-007'],
    invariant: [5, 6],
    description: 'Shows of a challenger the first of its conflicts alone.',
    expected: ['ledger.challenge-of-several'],
    change: handling('search', async ({ next }) => {
      const answer = await next();
      const body = answer.body as { snapshot: { conflicts: Conflict[] } };
      const { conflicts } = body.snapshot;
      const first = conflicts.filter(
        ({ challenger }, place) => conflicts.findIndex((one) => one.challenger === challenger) === place,
      );
      return { ...answer, body: { ...body, snapshot: { ...body.snapshot, conflicts: first } } };
    }),
  },
  {
    id: 'noted-challengers-shown',
    breaks: ['EAAP-0003-008'],
    invariant: [5],
    description:
      'Answers a search with what was contradicted by less trusted sources, and with what they said.',
    expected: ['context.past-facts', 'ledger.set-aside-unseen'],
    change: (parts) => {
      const aside: { readonly namespace: string; readonly fact: Fact }[] = [];
      return all(
        refusing(['conflict'], async ({ error, conflict, challenger }, { actor }) => {
          if (conflict.status === 'noted') aside.push({ namespace: actor.namespace, fact: challenger });
          throw error;
        }),
        handling<{ subject?: string }>('search', async ({ actor, call, next }) => {
          const answer = await next();
          const body = answer.body as { snapshot: { facts: object[] } };
          const more = aside.filter(
            ({ namespace, fact }) => namespace === actor.namespace && fact.subject === call.body.subject,
          );
          const facts = [
            ...body.snapshot.facts,
            ...more.map(({ fact }) => ({ fact, effective_confidence: fact.confidence, relevance: 0 })),
          ];
          return { ...answer, body: { ...body, snapshot: { ...body.snapshot, facts } } };
        }),
      )(parts);
    },
  },
  {
    id: 'new-conflict-each-time',
    breaks: ['EAAP-0003-009'],
    invariant: [6],
    description: 'Names another conflict whenever a challenge is repeated.',
    expected: ['ledger.challenge-again'],
    change: (parts) => {
      const known = new Map<string, number>();
      return refusing(['conflict', 'locked'], async ({ error, conflict }) => {
        const times = known.get(conflict.id) ?? 0;
        known.set(conflict.id, times + 1);
        if (times === 0) throw error;
        const conflict_id = `${conflict.id.slice(0, -2)}${String(times).padStart(2, '0')}`;
        throw new EaapError(error.type, error.detail, { ...error.extras, conflict_id });
      })(parts);
    },
  },
  {
    id: 'repeated-challenge-misnamed',
    breaks: ['EAAP-0003-010'],
    invariant: [6],
    description: 'Logs a repeated challenge without the conflict it is about.',
    expected: ['ledger.challenge-again'],
    change: logging('fact.refused', { object: 'conflict:unknown' }),
  },
];

/** Broken in what they make of a decision. */
const deciding: readonly Mutant[] = [
  {
    id: 'keeps-one-of-both',
    breaks: ['EAAP-0003-011'],
    invariant: [5],
    description: 'Keeps the incumbent alone when both are to be kept.',
    expected: ['ledger.challenge-of-several', 'ledger.resolve-keep-both'],
    change: handling<{ resolution: string }>('resolve', async ({ call, next }) => {
      if (call.body.resolution !== 'keep_both') return next();
      const answer = await next({ call: { ...call, body: { ...call.body, resolution: 'keep' } } });
      return { ...answer, body: { ...(answer.body as object), resolution: 'keep_both' } };
    }),
  },
  {
    id: 'retracts-one-of-both',
    breaks: ['EAAP-0003-012'],
    invariant: [5],
    description: 'Replaces the incumbent when both sides are to be retracted.',
    expected: ['ledger.resolve-retract'],
    change: handling<{ resolution: string }>('resolve', async ({ call, next }) => {
      if (call.body.resolution !== 'retract') return next();
      const answer = await next({ call: { ...call, body: { ...call.body, resolution: 'replace' } } });
      return { ...answer, body: { ...(answer.body as object), resolution: 'retract' } };
    }),
  },
  {
    id: 'decided-twice-in-silence',
    breaks: ['EAAP-0003-013'],
    invariant: [5],
    description: 'Answers who decides a resolved conflict as if that had been the decision.',
    expected: ['ledger.resolve-once'],
    change: shrugging('resolve', 'already-resolved'),
  },
  {
    id: 'revives-in-silence',
    breaks: ['EAAP-0003-014'],
    invariant: [5],
    description: 'Answers that a fact stands which was superseded or retracted before.',
    expected: ['ledger.resolve-what-is-gone'],
    change: shrugging('resolve', 'invalid-transition'),
  },
  {
    id: 'restored-too-soon',
    breaks: ['EAAP-0003-015'],
    invariant: [5],
    description: 'Answers a fact as active that was kept in one conflict and is in another.',
    expected: ['ledger.resolve-one-of-several'],
    change: (parts) => {
      const kept = new Set<string>();
      return all(
        handling<{ resolution: string }>('resolve', async ({ call, next }) => {
          const answer = await next();
          if (call.body.resolution === 'keep') kept.add((answer.body as Conflict).incumbent);
          return answer;
        }),
        factsAs((fact) =>
          kept.has(fact.id) && fact.status === 'disputed' ? { ...fact, status: 'active' } : fact,
        ),
      )(parts);
    },
  },
  {
    id: 'moot-not-said',
    breaks: ['EAAP-0003-016'],
    invariant: [6],
    description: 'Logs a conflict that became moot as one that somebody decided.',
    expected: ['ledger.resolve-one-of-several'],
    change: (parts) =>
      withEntries(parts, (entry) => ('reason' in entry && entry.reason === 'moot' ? { reason: 'keep' } : {})),
  },
  {
    id: 'one-sided-conflicts',
    breaks: ['EAAP-0003-016'],
    invariant: [5],
    description: 'Leaves a conflict open whose side was retracted.',
    expected: ['ledger.retracted-side'],
    change: (parts) => {
      const gone = new Set<string>();
      return all(
        handling('retract', async ({ next }) => {
          const answer = await next();
          gone.add((answer.body as Fact).id);
          return answer;
        }),
        handling('conflict', async ({ next }) => {
          const answer = await next();
          const { resolved_at: _, resolution: __, resolver: ___, ...rest } = answer.body as Conflict;
          const isOneSided = gone.has(rest.incumbent) || gone.has(rest.challenger);
          return isOneSided ? { ...answer, body: { ...rest, status: 'open', version: 1 } } : answer;
        }),
      )(parts);
    },
  },
  {
    id: 'rivals-side-by-side',
    breaks: ['EAAP-0003-017'],
    invariant: [5],
    description: 'Lets whoever is decided for stand beside whoever stands there by now.',
    expected: ['ledger.rivals-meet'],
    change: handling('resolve', async ({ context: { ledger }, actor, next }) => {
      const answer = await next();
      const { challenger, resolved_at, subject, attribute } = answer.body as Conflict;
      const selectors = [{ subject, attribute }];
      const open = await ledger.read(actor.namespace, (view) =>
        loadConflicts(view, ledger.sealer, { selectors }),
      );
      for (const one of open) {
        if (one.challenger !== challenger || one.opened_at !== Date.parse(String(resolved_at))) continue;
        const decision = { resolution: 'keep_both' as const, reason: 'zoo' };
        await resolveConflict(ledger, actor, one.id, one.version, decision);
      }
      return answer;
    }),
  },
];

/** Broken in what they make of repetition and of changes by hand. */
const changing: readonly Mutant[] = [
  {
    id: 'back-in-time',
    breaks: ['EAAP-0003-018'],
    invariant: [9],
    description: 'Answers a fact as observed when it was last told of, however long ago that was.',
    expected: ['ledger.reinforced-not-back'],
    change: storing(async ({ call, next }) => {
      const answer = await next();
      const body = answer.body as StoreResponse;
      const observed_at = call.body.source?.observed_at;
      if (body.result !== 'reinforced' || observed_at === undefined) return answer;
      const source = { ...body.fact.source, observed_at };
      return { ...answer, body: { ...body, fact: { ...body.fact, source } } };
    }),
  },
  {
    id: 'corroborations-unlogged',
    breaks: ['EAAP-0003-021'],
    invariant: [9],
    description: 'Logs what a less trusted source repeats as a refusal.',
    expected: ['ledger.corroborated-record'],
    change: logging('fact.corroborated', { type: 'fact.refused' }),
  },
  {
    id: 'locks-anything',
    breaks: ['EAAP-0003-022'],
    invariant: [10],
    description: 'Answers that a fact is locked which cannot be.',
    expected: ['ledger.lock-refused'],
    change: shrugging('lock', 'invalid-transition'),
  },
  {
    id: 'unlocks-anything',
    breaks: ['EAAP-0003-023'],
    invariant: [10],
    description: 'Answers who unlocks a fact that is not locked as if something had been done.',
    expected: ['ledger.unlock-refused'],
    change: shrugging('unlock', 'invalid-transition'),
  },
  {
    id: 'unlocked-undisputed',
    breaks: ['EAAP-0003-024'],
    invariant: [5, 10],
    description: 'Answers a fact that was contradicted under its lock as active once it is unlocked.',
    expected: ['ledger.unlocked-disputed'],
    change: (parts) => {
      const unlocked = new Set<string>();
      return all(
        handling('unlock', async ({ next }) => {
          const answer = await next();
          const fact = answer.body as Fact;
          unlocked.add(fact.id);
          return { ...answer, body: { ...fact, status: 'active' } };
        }),
        factsAs((fact) =>
          unlocked.has(fact.id) && fact.status === 'disputed' ? { ...fact, status: 'active' } : fact,
        ),
      )(parts);
    },
  },
  {
    id: 'retracts-locked-in-silence',
    breaks: ['EAAP-0003-025'],
    invariant: [10],
    description: 'Answers who retracts a locked fact as if that had been done.',
    expected: ['ledger.retract-locked'],
    change: shrugging('retract', 'locked'),
  },
  {
    id: 'retracts-anything',
    breaks: ['EAAP-0003-026'],
    invariant: [5],
    description: 'Answers who retracts what is gone as if something had been done.',
    expected: ['ledger.retract-refused'],
    change: shrugging('retract', 'invalid-transition'),
  },
  {
    id: 'records-without-versions',
    breaks: ['EAAP-0003-027'],
    invariant: [6, 7],
    description: 'Logs that a fact was locked without saying which version of it.',
    expected: ['ledger.records-name-versions'],
    change: (parts) =>
      withEntries(parts, (entry) =>
        entry.type === 'fact.locked' && 'object' in entry
          ? { object: String(entry.object).replace(/@\d+$/, '') }
          : {},
      ),
  },
  {
    id: 'late-deciders-agreed-with',
    breaks: ['EAAP-0001-058'],
    invariant: [5],
    description: 'Tells all who change one version at the same time that it was done.',
    expected: ['ledger.if-match-concurrent'],
    change: (parts) => {
      const running = new Map<string, number>();
      const both = (route: 'lock' | 'retract'): Change =>
        handling(route, async (asked: ById): Promise<Answer> => {
          const id = idOf(asked);
          const others = running.get(id) ?? 0;
          running.set(id, others + 1);
          try {
            return await asked.next();
          } catch (error) {
            if (!(error instanceof EaapError) || error.type !== 'version-mismatch' || others === 0)
              throw error;
            return { status: 200, body: await getFact(asked.context.ledger, asked.actor, id) };
          } finally {
            running.set(id, (running.get(id) ?? 1) - 1);
          }
        });
      return all(both('lock'), both('retract'))(parts);
    },
  },
];

export const FACTS_MUTANTS: readonly Mutant[] = [...storingMutants, ...deciding, ...changing];
