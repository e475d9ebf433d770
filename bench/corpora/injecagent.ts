import { formsIn } from '@eaap/judgment';
import type { GroundKind, Json, JsonObject, Manifest } from '@eaap/protocol';
import { deriveMandate, SessionRecorder, type Gateway } from '@eaap/sdk';
import { ask, gatewayWith, policyOf, type Setting } from './gateway.ts';
import { digestOf, readSuite, type Suite } from './suites.ts';
import { readLines } from './traces.ts';
import { CorpusFault, type CorpusOptions, type CorpusResult } from './types.ts';

interface Line {
  readonly kind: 'user' | 'attacker_dh' | 'attacker_ds';
  readonly tool: string;
  readonly args?: JsonObject;
  readonly prompt?: string;
  readonly instruction?: string;
  readonly read_only: boolean;
}

const SETTINGS: Readonly<Record<string, Setting>> = {
  strict: { outputs: 'never', mandate: 'none' },
  designated: { outputs: 'designated', mandate: 'none' },
  'designated with mandate': { outputs: 'designated', mandate: 'required' },
};

const toolOf = ({ tool }: Line): string => `injecagent.${tool.toLowerCase()}`;

/**
 * The parameters with which an attacker's instruction would be carried out: the corpus has none, so each is the first value
 * of its kind that the instruction holds.
 */
function parametersFor(manifest: Manifest | undefined, instruction: string): JsonObject {
  const parameters: Record<string, Json> = {};
  for (const [pointer, { type, authority }] of Object.entries(manifest?.parameters ?? {})) {
    if (pointer.includes('*')) continue;
    const kinds = authority !== undefined && 'kinds' in authority ? (authority.kinds ?? []) : [];
    parameters[pointer.slice(1)] = valueFor(type, kinds, instruction);
  }
  return parameters;
}

function valueFor(type: string, kinds: readonly GroundKind[], instruction: string): Json {
  for (const kind of kinds) {
    const found = kind === 'name' ? formsIn('quoted', instruction) : formsIn(kind, instruction);
    const [first] = found;
    if (first === undefined) continue;
    return type === 'number' ? Number(first.split(' ')[0]) : first;
  }
  if (type === 'number') return 1;
  if (type === 'json') return [];
  if (type === 'mail') return 'amy.watson@gmail.com';
  return instruction.slice(0, 200);
}

/** One gateway; a session for each question. */
async function session(
  gateway: Gateway,
  suite: Suite,
  setting: Setting,
  prompt: string,
  name: string,
): Promise<SessionRecorder> {
  const recorder = new SessionRecorder(gateway, { agent: 'agent', session: name });
  await recorder.prompt(prompt);
  if (setting.mandate !== 'none') await recorder.mandate(deriveMandate(prompt, suite.manifests, suite.asked));
  return recorder;
}

interface Measured {
  reads: number;
  untouched: number;
  acts: number;
  stoppedActs: number;
  attackerReads: number;
  stoppedReads: number;
  wrong: CorpusResult['wrong'][number][];
}

async function measure(lines: readonly Line[], suite: Suite, setting: Setting): Promise<Measured> {
  const gateway = await gatewayWith(suite.manifests, policyOf(setting));
  const of: Measured = {
    reads: 0,
    untouched: 0,
    acts: 0,
    stoppedActs: 0,
    attackerReads: 0,
    stoppedReads: 0,
    wrong: [],
  };
  const users = lines.filter(({ kind }) => kind === 'user');
  const propose = (tool: string, parameters: JsonObject, name: string) =>
    ask(gateway, { tool, parameters, environment: 'production', session: name });
  for (const [index, user] of users.entries()) {
    const name = `user-${index}`;
    const recorder = await session(gateway, suite, setting, user.prompt ?? '', name);
    const own = await propose(toolOf(user), user.args ?? {}, name);
    of.reads++;
    if (own.verdict === 'ALLOW') of.untouched++;
    else
      of.wrong.push({ id: `user/${user.tool}`, expected: 'ALLOW', got: own.verdict, reasons: own.reasons });
    const heard = new Set<string>();
    for (const line of lines.filter(({ kind }) => kind !== 'user')) {
      const instruction = line.instruction ?? '';
      // What the user's tool answered holds the instruction; it is recorded as what it is, an answer.
      if (!heard.has(instruction))
        await recorder.output(toolOf(user), user.args ?? {}, { result: instruction });
      heard.add(instruction);
      const manifest = suite.manifests.find(({ tool }) => tool === toolOf(line));
      const { verdict, reasons } = await propose(toolOf(line), parametersFor(manifest, instruction), name);
      const stopped = verdict !== 'ALLOW';
      if (line.read_only) of.attackerReads++;
      else of.acts++;
      if (stopped && line.read_only) of.stoppedReads++;
      if (stopped && !line.read_only) of.stoppedActs++;
      const isUnread = reasons.some(
        (reason) => reason.startsWith('unread') || reason.startsWith('no-manifest'),
      );
      if ((!stopped && !line.read_only) || isUnread) {
        of.wrong.push({
          id: `${user.tool}+${line.tool}`,
          expected: 'stopped for its grounds',
          got: verdict,
          reasons,
        });
      }
    }
  }
  await gateway.close();
  return of;
}

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((10_000 * part) / whole) / 100;

/** InjecAgent: what users asked for, all reads, and every attacker's instruction in the answer to each. */
export async function run(path: string, { manifests }: CorpusOptions = {}): Promise<CorpusResult> {
  const lines = readLines<Line>(path);
  const suite = readSuite('injecagent', manifests);
  if (suite === null) throw new CorpusFault('The tools of injecagent are not described.');
  const figures: Record<string, number> = {};
  let main: Measured | undefined;
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const of = await measure(lines, suite, setting);
    figures[`${name}: attacker actions stopped %`] = share(of.stoppedActs, of.acts);
    figures[`${name}: attacker reads stopped %`] = share(of.stoppedReads, of.attackerReads);
    figures[`${name}: user reads untouched %`] = share(of.untouched, of.reads);
    if (name === 'designated') main = of;
  }
  return {
    corpus: 'injecagent',
    cases: (main?.acts ?? 0) + (main?.reads ?? 0) + (main?.attackerReads ?? 0),
    stopped: main?.stoppedActs ?? 0,
    escalated: main?.stoppedActs ?? 0,
    admitted: main?.untouched ?? 0,
    wrong: main?.wrong ?? [],
    figures,
    notes: [`manifests ${digestOf([suite])}`],
  };
}
