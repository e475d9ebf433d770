import { HookAbsent } from '../control/types.ts';
import { NotApplicable } from '../runner/outcome.ts';
import { readVectorFiles } from '../vectors/read.ts';
import type { VectorCase, VectorFile } from '../vectors/types.ts';
import type { Check, CheckContext } from './types.ts';

/** The id of the check of a topic and a requirement, as in `vectors.canonical-json.0002-003`. */
export const idOf = (topic: string, requirement: string): string =>
  `vectors.${topic}.${requirement.replace(/^EAAP-/, '')}`;

/**
 * Why nothing is said of a topic that is not computed: a dialect that the gateway does not declare need not be read.
 */
async function absence(t: CheckContext, dialect: string | undefined): Promise<Error> {
  if (dialect === undefined) return new HookAbsent('compute');
  const { json } = await t.sut.request({ method: 'GET', path: '/.well-known/eaap' });
  const { capabilities } = (json ?? {}) as { capabilities?: unknown };
  const isDeclared = !Array.isArray(capabilities) || capabilities.includes(dialect);
  return isDeclared
    ? new HookAbsent('compute')
    : new NotApplicable(`The gateway does not declare ${dialect}.`);
}

/** One check for each topic and requirement: every case that names it is computed by the implementation. */
function checkOf(
  { topic, title, dialect }: VectorFile,
  requirement: string,
  cases: readonly VectorCase[],
): Check {
  return {
    id: idOf(topic, requirement),
    requirements: [requirement],
    title: `${title}: ${cases.length === 1 ? 'the vector' : `the ${cases.length} vectors`} of ${requirement} ${cases.length === 1 ? 'comes' : 'come'} out as published.`,
    grade: 'E2',
    needs: ['compute'],
    negative: cases.every((one) => 'refused' in one),
    async run(t: CheckContext) {
      for (const one of cases) {
        const got = await t.control.compute(topic, one.input);
        if ('unsupported' in got) throw await absence(t, dialect);
        const expected = 'refused' in one ? { refused: one.refused } : { output: one.output };
        t.equal(`${topic}/${one.id} (${one.title})`, got, expected);
      }
    },
  };
}

function checksOf(file: VectorFile): Check[] {
  const byRequirement = new Map<string, VectorCase[]>();
  for (const one of file.cases)
    for (const name of one.requirements) byRequirement.set(name, [...(byRequirement.get(name) ?? []), one]);
  return [...byRequirement]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([requirement, cases]) => checkOf(file, requirement, cases));
}

/** The checks that hold an implementation to the vectors. */
export const checks: readonly Check[] = readVectorFiles().flatMap(checksOf);
