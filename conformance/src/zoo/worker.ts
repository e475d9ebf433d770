import { CHECKS } from '../checks/index.ts';
import { catchMutant } from './catch.ts';
import { MUTANTS } from './mutants/index.ts';
import { checksFor, type Scope } from './scope.ts';
import { HEALTHY, type Caught, type Mutant } from './types.ts';
import { recorder, type Trace, type Witness } from './witness.ts';
import type { Check } from '../checks/types.ts';

// One worker of the pool: takes the id of a mutant, answers with what became of it.

/** What a worker is asked. */
export interface Asked {
  readonly id: string;
  readonly scope: Scope;
  /** Whether checks are spared that cannot tell a mutant from the right gateway; worth it for many mutants. */
  readonly sparing: boolean;
}

const ALL = [HEALTHY, ...MUTANTS];
/** Of the right gateway, once this worker has run it. */
let witness: Witness | undefined;

/** Runs the right gateway and writes down what it is asked. */
async function record(checks: readonly Check[]): Promise<Caught> {
  const { gateway, take } = recorder();
  const found = new Map<string, Trace>();
  const caught = await catchMutant(gateway, checks, {
    onOutcome: ({ id, verdict }) => {
      const trace = take();
      if (verdict === 'PASS') found.set(id, trace);
    },
  });
  witness = found;
  return caught;
}

async function answer({ id, scope, sparing }: Asked): Promise<Caught> {
  const mutant = ALL.find((one) => one.id === id);
  if (mutant === undefined) throw new Error('There is no such mutant.');
  const checks = checksFor(mutant, CHECKS, scope);
  if (!sparing) return catchMutant(mutant, checks);
  if (mutant === HEALTHY) return record(checks);
  if (!hasAnswers(mutant)) return catchMutant(mutant, checks);
  if (witness === undefined) await record(CHECKS.filter(({ needs }) => !needs.includes('compute')));
  return catchMutant(mutant, checks, witness === undefined ? {} : { witness });
}

const hasAnswers = ({ change, fetch, control }: Mutant): boolean =>
  control === undefined && (change !== undefined || fetch !== undefined);

process.on('message', (asked: Asked) => {
  answer(asked).then(
    (caught) => process.send?.({ caught }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
// Whoever asked is gone: nothing is left to be done.
process.on('disconnect', () => process.exit());
