import { parentPort } from 'node:worker_threads';
import { CHECKS } from '../checks/index.ts';
import { catchMutant } from './catch.ts';
import { MUTANTS } from './mutants/index.ts';
import { checksFor, type Scope } from './scope.ts';
import { HEALTHY } from './types.ts';

// One worker of the pool: takes the id of a mutant, answers with what became of it.

const ALL = [HEALTHY, ...MUTANTS];

parentPort?.on('message', ({ id, scope }: { id: string; scope: Scope }) => {
  const mutant = ALL.find((one) => one.id === id);
  const caught =
    mutant === undefined
      ? Promise.reject(new Error('There is no such mutant.'))
      : catchMutant(mutant, checksFor(mutant, CHECKS, scope));
  caught.then(
    (result) => parentPort?.postMessage({ caught: result }),
    (error: unknown) =>
      parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
