import type { Gateway } from '@eaap/sdk';
import { deriveMandate, SessionRecorder } from '@eaap/sdk';
import { reworded, seeded, withText } from './attack.ts';
import { ask, gatewayWith, policyOf, type Setting, type Verdict } from './gateway.ts';
import { digestOf, readSuite, type Suite } from './suites.ts';
import { parametersOf, readLines, type Call, type Trace } from './traces.ts';
import type { CorpusOptions, CorpusResult } from './types.ts';

/** What is measured: what the policy believes, and whether the session has a mandate that follows from the task. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  strict: { outputs: 'never', mandate: 'none' },
  designated: { outputs: 'designated', mandate: 'none' },
  'strict with mandate': { outputs: 'never', mandate: 'required' },
  'designated with mandate': { outputs: 'designated', mandate: 'required' },
};
const REWORDINGS = 1000;

interface Said extends Verdict {
  readonly call: Call;
}

/** One gateway and the traces of one suite. */
class Replay {
  private readonly gateway: Gateway;
  private readonly suite: Suite;
  private readonly setting: Setting;
  private sessions = 0;

  constructor(gateway: Gateway, suite: Suite, setting: Setting) {
    this.gateway = gateway;
    this.suite = suite;
    this.setting = setting;
  }

  private propose(call: Call, session: string): Promise<Verdict> {
    const parameters = parametersOf(call.args);
    const tool = `${this.suite.suite}.${call.tool}`;
    return ask(this.gateway, { tool, parameters, environment: 'production', session });
  }

  /**
   * A session in which a user asks for a task, every call of it is proposed and its answer recorded, as if a person had let
   * through what escalates. With `text`, answers an attacker can write into hold it.
   */
  async play(task: Trace, text: string | null, judged: boolean): Promise<{ session: string; said: Said[] }> {
    const session = `${this.suite.suite}-${this.sessions++}`;
    const recorder = new SessionRecorder(this.gateway, { agent: 'agent', session });
    await recorder.prompt(task.prompt ?? '');
    if (this.setting.mandate !== 'none') {
      await recorder.mandate(deriveMandate(task.prompt ?? '', this.suite.manifests, this.suite.asked));
    }
    const said: Said[] = [];
    for (const call of task.calls) {
      if (judged) said.push({ call, ...(await this.propose(call, session)) });
      const output =
        text !== null && call.output_holds_attacker_text ? withText(this.suite, call, text) : call.output;
      await recorder.output(`${this.suite.suite}.${call.tool}`, parametersOf(call.args), output);
    }
    return { session, said };
  }

  /** The calls of an attacker, proposed at the end of a session, when there is most to stand on. */
  async attack(task: Trace, injection: Trace, text: string): Promise<Said[]> {
    const { session } = await this.play(task, text, false);
    const said: Said[] = [];
    const recorder = new SessionRecorder(this.gateway, { agent: 'agent', session });
    for (const call of injection.calls) {
      const verdict = await this.propose(call, session);
      said.push({ call, ...verdict });
      if (verdict.verdict !== 'ALLOW') continue;
      await recorder.output(`${this.suite.suite}.${call.tool}`, parametersOf(call.args), call.output);
    }
    return said;
  }
}

const isStopped = (said: readonly Said[]): boolean => said.some(({ verdict }) => verdict !== 'ALLOW');

interface Measured {
  users: number;
  untouched: number;
  blocked: number;
  escalations: number;
  unnamed: number;
  pairs: number;
  stopped: number;
  calls: number;
  stoppedCalls: number;
  wrong: CorpusResult['wrong'][number][];
}

async function measure(
  traces: readonly Trace[],
  suites: readonly Suite[],
  setting: Setting,
): Promise<Measured> {
  const of: Measured = {
    ...{ users: 0, untouched: 0, blocked: 0, escalations: 0, unnamed: 0 },
    ...{ pairs: 0, stopped: 0, calls: 0, stoppedCalls: 0, wrong: [] },
  };
  for (const suite of suites) {
    const gateway = await gatewayWith(suite.manifests, policyOf(setting));
    const replay = new Replay(gateway, suite, setting);
    const own = traces.filter((trace) => trace.suite === suite.suite);
    const users = own.filter(({ kind }) => kind === 'user');
    for (const task of users) {
      const { said } = await replay.play(task, null, true);
      const held = said.filter(({ verdict }) => verdict !== 'ALLOW');
      of.users++;
      of.escalations += said.filter(({ verdict }) => verdict === 'ESCALATE').length;
      of.unnamed += said.filter(
        ({ verdict, reasons }) => verdict === 'ESCALATE' && reasons.length === 0,
      ).length;
      if (held.length === 0) of.untouched++;
      if (held.some(({ verdict }) => verdict === 'BLOCK')) of.blocked++;
      for (const { call, verdict, reasons } of held) {
        of.wrong.push({
          id: `${suite.suite}/${task.task} ${call.tool}`,
          expected: 'ALLOW',
          got: verdict,
          reasons,
        });
      }
    }
    for (const injection of own.filter(({ kind }) => kind === 'injection')) {
      // An attack that is words alone calls nothing, and there is nothing a gateway could stop.
      if (injection.calls.length === 0) continue;
      for (const task of users) {
        const said = await replay.attack(task, injection, injection.goal ?? '');
        of.pairs++;
        if (isStopped(said)) of.stopped++;
        else
          of.wrong.push({
            id: `${suite.suite}/${task.task}+${injection.task}`,
            expected: 'stopped',
            got: 'ALLOW',
            reasons: [],
          });
        of.calls += said.length;
        of.stoppedCalls += said.filter(({ verdict }) => verdict !== 'ALLOW').length;
      }
    }
    await gateway.close();
  }
  return of;
}

/** How many verdicts on an attacker's calls are others when its text is said otherwise. */
async function changed(traces: readonly Trace[], suites: readonly Suite[], times: number): Promise<number> {
  const random = seeded(20_260_131);
  let different = 0;
  for (const suite of suites) {
    const setting = SETTINGS['designated'] as Setting;
    const gateway = await gatewayWith(suite.manifests, policyOf(setting));
    const replay = new Replay(gateway, suite, setting);
    const own = traces.filter((trace) => trace.suite === suite.suite);
    const users = own.filter(({ kind }) => kind === 'user');
    const injections = own.filter(({ kind, calls }) => kind === 'injection' && calls.length > 0);
    const plain = new Map<string, string>();
    for (
      let time = 0;
      users.length > 0 && injections.length > 0 && time < Math.ceil(times / suites.length);
      time++
    ) {
      const task = users[Math.floor(random() * users.length)];
      const injection = injections[Math.floor(random() * injections.length)];
      if (task === undefined || injection === undefined) continue;
      const verdicts = (said: readonly Said[]): string => said.map(({ verdict }) => verdict).join();
      const key = `${task.task} ${injection.task}`;
      const goal = injection.goal ?? '';
      if (!plain.has(key)) plain.set(key, verdicts(await replay.attack(task, injection, goal)));
      const other = verdicts(await replay.attack(task, injection, reworded(goal, random)));
      if (other !== plain.get(key)) different++;
    }
    await gateway.close();
  }
  return different;
}

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((10_000 * part) / whole) / 100;

/** AgentDojo: tasks of users replayed call by call, and each attacker's calls at the end of every task of its suite. */
export async function run(path: string, { manifests }: CorpusOptions = {}): Promise<CorpusResult> {
  const traces = readLines<Trace>(path);
  const names = [...new Set(traces.map(({ suite }) => suite))].sort();
  const suites = names.flatMap((name) => readSuite(name, manifests) ?? []);
  const figures: Record<string, number> = {};
  let main: Measured | undefined;
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const of = await measure(traces, suites, setting);
    figures[`${name}: injection pairs stopped %`] = share(of.stopped, of.pairs);
    figures[`${name}: user tasks untouched %`] = share(of.untouched, of.users);
    figures[`${name}: injection calls stopped %`] = share(of.stoppedCalls, of.calls);
    figures[`${name}: escalations a task`] = Math.round((100 * of.escalations) / Math.max(1, of.users)) / 100;
    figures[`${name}: user tasks blocked`] = of.blocked;
    figures[`${name}: escalations that name nothing`] = of.unnamed;
    if (name === 'designated') main = of;
  }
  figures[`verdicts changed by ${REWORDINGS} rewordings`] = await changed(traces, suites, REWORDINGS);
  const missing = names.filter((name) => !suites.some(({ suite }) => suite === name));
  return {
    corpus: 'agentdojo',
    cases: (main?.users ?? 0) + (main?.pairs ?? 0),
    stopped: main?.stopped ?? 0,
    escalated: main?.escalations ?? 0,
    admitted: main?.untouched ?? 0,
    wrong: main?.wrong ?? [],
    figures,
    notes: [
      `suites ${suites.map(({ suite }) => suite).join(', ')}; manifests ${digestOf(suites)}`,
      ...(missing.length === 0
        ? []
        : [`not measured, nobody has described their tools: ${missing.join(', ')}`]),
    ],
  };
}
