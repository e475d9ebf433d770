import type { Check } from '../checks/types.ts';
import type { VectorFile } from '../vectors/types.ts';
import type { Mutant } from '../zoo/types.ts';
import type { Requirement, SpecFault } from './requirement.ts';

/** What holds an implementation to a requirement. */
export interface Cover {
  readonly requirement: Requirement;
  /** Ids of the checks that bear on it. */
  readonly checks: readonly string[];
  /** How many vectors of a topic name it, as in `{"decay": 12}`. */
  readonly vectors: Readonly<Record<string, number>>;
  /** Ids of the broken gateways that break it. */
  readonly mutants: readonly string[];
}

/** What there is to cover requirements with. */
export interface Evidence {
  readonly checks: readonly Check[];
  readonly vectors: readonly VectorFile[];
  readonly mutants: readonly Mutant[];
}

/** The coverage in numbers. */
export interface CoverageCounts {
  readonly musts: number;
  /** MUSTs with at least one check; a vector becomes one in a runner whose adapter computes. */
  readonly mapped: number;
  readonly with_vectors: number;
  readonly with_mutants: number;
  readonly vectors: number;
}

/** Maps every requirement to what shows it. */
export function coverageOf(
  requirements: readonly Requirement[],
  { checks, vectors, mutants }: Evidence,
): Cover[] {
  const covers = new Map(
    requirements.map((requirement) => [
      requirement.id,
      { requirement, checks: [] as string[], vectors: {} as Record<string, number>, mutants: [] as string[] },
    ]),
  );
  for (const { id, requirements: names } of checks)
    for (const name of names) covers.get(name)?.checks.push(id);
  for (const { id, breaks } of mutants) for (const name of breaks) covers.get(name)?.mutants.push(id);
  for (const { topic, cases } of vectors)
    for (const name of cases.flatMap((one) => one.requirements)) {
      const cover = covers.get(name);
      if (cover !== undefined) cover.vectors[topic] = (cover.vectors[topic] ?? 0) + 1;
    }
  return [...covers.values()];
}

/** Counts a coverage. */
export function countsOf(covers: readonly Cover[], vectors: readonly VectorFile[]): CoverageCounts {
  const musts = covers.filter(({ requirement }) => requirement.level === 'MUST');
  const count = (holds: (cover: Cover) => boolean): number => musts.filter(holds).length;
  return {
    musts: musts.length,
    mapped: count(({ checks }) => checks.length > 0),
    with_vectors: count((cover) => Object.keys(cover.vectors).length > 0),
    with_mutants: count(({ mutants }) => mutants.length > 0),
    vectors: vectors.reduce((sum, { cases }) => sum + cases.length, 0),
  };
}

/** Requirements that nothing shows, and checks, vectors and mutants of requirements that are not there. */
export function coverageFaults(
  requirements: readonly Requirement[],
  covers: readonly Cover[],
  { checks, vectors, mutants }: Evidence,
): SpecFault[] {
  const known = new Set(requirements.map(({ id }) => id));
  const faults: SpecFault[] = [];
  const fault = (file: string, code: SpecFault['code'], message: string): void => {
    faults.push({ file, line: 1, code, message });
  };
  for (const { requirement, checks: of } of covers)
    if (of.length === 0)
      fault(
        'conformance/src/checks',
        'unmapped',
        `Nothing shows ${requirement.id}. Expected: a check or a vector that names it.`,
      );
  const named: [string, string, readonly string[]][] = [
    ...checks.map(({ id, requirements: names }): [string, string, readonly string[]] => [
      'conformance/src/checks',
      `The check ${id}`,
      names,
    ]),
    ...mutants.map(({ id, breaks }): [string, string, readonly string[]] => [
      'conformance/src/zoo/mutants',
      `The mutant ${id}`,
      breaks,
    ]),
    ...vectors.flatMap(({ topic, cases }) =>
      cases.map((one): [string, string, readonly string[]] => [
        `conformance/vectors/${topic}.json`,
        `The vector ${one.id}`,
        one.requirements,
      ]),
    ),
  ];
  for (const [file, what, names] of named) {
    for (const name of names)
      if (!known.has(name))
        fault(
          file,
          'unknown-requirement',
          `${what} names ${name}. Expected: an id that is anchored in rfcs/.`,
        );
    // A gateway that refuses everything breaks nothing in particular.
    if (names.length === 0 && !file.endsWith('mutants'))
      fault(file, 'unknown-requirement', `${what} names no requirement. Expected: at least one.`);
  }
  return faults;
}
