import { actions, manifests } from '../fixtures/index.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';
import { seen } from '../judgment/steps.ts';

const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;

/** Evaluates `orders.ship`, lets `change` happen, and answers what the commit is answered. */
async function commitAfter(world: World, change: () => Promise<void>) {
  const action = actions.ship();
  const { token } = await world.allowed(action);
  await change();
  return world.commit({ token, action });
}

/** That nothing but the change makes the difference. */
async function undisturbed(t: CheckContext, world: World): Promise<void> {
  const answer = await commitAfter(world, async () => undefined);
  t.require('the action is committed when nothing changes', answer.status === 200, { got: answer.text });
}

async function done(t: CheckContext, what: string, answer: { status: number; text: string }): Promise<void> {
  t.require(what, answer.status === 200, { got: answer.text });
}

const CHANGES: Readonly<Record<string, (t: CheckContext, world: World, fact: Fact) => Promise<void>>> = {
  locked: async (t, world, { id, version }) =>
    done(t, 'the fact can be locked', await world.change('lock', id, version)),
  retracted: async (t, world, { id, version }) =>
    done(t, 'the fact can be retracted', await world.change('retract', id, version)),
  reinforced: async (t, world) => done(t, 'the fact can be reinforced', await world.store(ORDER)),
  contradicted: async (_, world, fact) => void (await world.contradicted(fact, 'cancelled')),
  async replaced(t, world, fact) {
    const conflict = await world.contradicted(fact, 'cancelled');
    await done(t, 'the conflict can be resolved', await world.resolve(conflict.id, 'replace'));
  },
};

export const factChanged: Check = {
  id: 'admission.drift-of-a-fact',
  requirements: ['EAAP-0001-086'],
  title: 'A fact locked, retracted, reinforced, contradicted or replaced since the evaluation is drift.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    for (const [what, change] of Object.entries(CHANGES)) {
      const world = await t.world();
      const fact = await world.stored(ORDER);
      await undisturbed(t, world);
      const answer = await commitAfter(world, () => change(t, world, fact));
      t.answered(`a commit after the fact was ${what}`, answer, 409, 'state-drift');
    }
  },
};

export const changedAndBack: Check = {
  id: 'admission.drift-there-and-back',
  requirements: ['EAAP-0001-086'],
  title: 'A fact that was locked and unlocked again since the evaluation is drift: it has another version.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await world.stored(ORDER);
    await undisturbed(t, world);
    const answer = await commitAfter(world, async () => {
      await done(t, 'the fact can be locked', await world.change('lock', fact.id));
      await done(t, 'the fact can be unlocked', await world.change('unlock', fact.id));
    });
    t.answered('a commit after the fact has changed there and back', answer, 409, 'state-drift');
  },
};

export const factAppeared: Check = {
  id: 'admission.drift-of-absence',
  requirements: ['EAAP-0001-087'],
  title: 'A fact that appears where there was none is drift, whoever says it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    for (const of of ['verified', 'untrusted'] as const) {
      const world = await t.world();
      await undisturbed(t, world);
      const answer = await commitAfter(
        world,
        async () => void (await world.stored({ ...ORDER, source: await seen(world, of) })),
      );
      t.answered(`a commit after a fact that is ${of} has appeared`, answer, 409, 'state-drift');
    }
  },
};

export const configurationChanged: Check = {
  id: 'admission.drift-of-configuration',
  requirements: ['EAAP-0001-088'],
  title: 'Another policy, trust table or manifest of the tool is drift, whatever it changes.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const changes: Readonly<Record<string, (world: World) => Promise<{ status: number; text: string }>>> = {
      policy: (world) => world.setPolicy((policy) => ({ ...policy, version: '2' })),
      'trust table': (world) => world.setTrust((trust) => ({ ...trust, version: 'another' })),
      manifest: (world) => world.setManifest({ ...manifests.SHIP, version: '2' }),
    };
    for (const [what, change] of Object.entries(changes)) {
      const world = await t.world();
      await world.stored(ORDER);
      await undisturbed(t, world);
      const answer = await commitAfter(world, async () =>
        done(t, `the ${what} can be changed`, await change(world)),
      );
      t.answered(`a commit after another ${what}`, answer, 409, 'state-drift');
    }
  },
};

export const elsewhere: Check = {
  id: 'admission.no-drift-elsewhere',
  requirements: ['EAAP-0001-089'],
  title:
    'Facts of another subject or attribute may come, change and go without a commit being refused for them.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.stored(ORDER);
    const other = await world.stored({ subject: 'order-2', attribute: 'status', value: 'paid' });
    const answer = await commitAfter(world, async () => {
      await world.stored({ subject: 'order-1', attribute: 'note', value: 'fragile' });
      await world.stored({ subject: 'order-10', attribute: 'status', value: 'paid' });
      await done(t, 'another fact can be locked', await world.change('lock', other.id, other.version));
    });
    t.expect('a commit is not refused for other facts', answer.problem !== 'state-drift', {
      got: answer.text,
    });
    t.answered('a commit after other facts have changed', answer, 200);
  },
};

export const boundary: Check = {
  id: 'admission.no-drift-over-a-boundary',
  requirements: ['EAAP-0001-090'],
  title: 'A commit is not refused because the window of its evaluation is over.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ policy: (policy) => ({ ...policy, window_ms: 1000 }) });
    await world.stored(ORDER);
    const answer = await commitAfter(world, () => t.elapse(1050));
    t.answered('a commit in the next window', answer, 200);
  },
};

export const checks = [factChanged, changedAndBack, factAppeared, configurationChanged, elsewhere, boundary];
