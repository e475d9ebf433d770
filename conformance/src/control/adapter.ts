import { Channel, CHANNEL_LIMITS, type ChannelLimits } from './channel.ts';
import { ControlRefused } from './fault.ts';
import type { Json } from '../model/json.ts';
import { redact } from '../sut/transcript.ts';
import { SHAPES } from './shape.ts';
import {
  HookAbsent,
  type AuditExport,
  type Computed,
  type Control,
  type Dump,
  type Fault,
  type Hello,
  type Hook,
  type Located,
  type Started,
  type Step,
  type Stepped,
  type Tampering,
} from './types.ts';

const HELLO_MS = 10_000;
/** How long a gateway that was ended may go on answering, and how often it is asked meanwhile. */
const END_MS = 1000;
const LOOKS = 10;

/** The methods any adapter has; all others are hooks. */
type Method = Hook | 'hello' | 'start' | 'stop' | `clock.${string}`;

/** What an adapter answered, as far as it can be told: without keys, and not where it is nested beyond all bounds. */
function shown(value: unknown): string {
  try {
    return redact(JSON.stringify(value) ?? 'nothing').slice(0, 200);
  } catch {
    return 'something that cannot be shown';
  }
}

/** A gateway behind an adapter: a child process that speaks JSON lines. */
export class AdapterControl implements Control {
  readonly hello: Hello;
  readonly #channel: Channel;
  readonly #onStart: (started: Started) => void;
  readonly #answers: () => Promise<boolean>;

  private constructor(
    channel: Channel,
    hello: Hello,
    onStart: (started: Started) => void,
    answers: () => Promise<boolean>,
  ) {
    this.#channel = channel;
    this.hello = hello;
    this.#onStart = onStart;
    this.#answers = answers;
  }

  /**
   * Starts the adapter and says hello.
   *
   * @param onStart - Told of every start of the gateway: its address changes.
   * @param answers - Whether the gateway answers at its address: after `kill` and `stop` it must not.
   * @throws AdapterFault
   */
  static async open(
    command: string,
    onStart: (started: Started) => void,
    limits: Partial<ChannelLimits> = {},
    answers: () => Promise<boolean> = () => Promise.resolve(false),
  ): Promise<AdapterControl> {
    const bounds = { ...CHANNEL_LIMITS, ...limits };
    const channel = new Channel(command, bounds);
    try {
      const ms = Math.min(HELLO_MS, bounds.timeoutMs);
      const hello = await channel.request('hello', { protocol: 1 }, ms);
      const spoken = (hello as { protocol?: unknown } | null)?.protocol;
      if (spoken !== 1 && spoken !== undefined)
        throw channel.fault('version', `speaks version ${shown(spoken)} of the control interface, not 1`);
      if (!SHAPES.hello(hello)) throw channel.fault('malformed', `said hello with ${shown(hello)}`);
      return new AdapterControl(channel, hello, onStart, answers);
    } catch (error) {
      await channel.close();
      throw error instanceof ControlRefused
        ? channel.fault('malformed', `refused hello: ${error.message}`)
        : error;
    }
  }

  get pid(): number | undefined {
    return this.#channel.pid;
  }

  has(hook: Hook): boolean {
    return this.hello.hooks.includes(hook);
  }

  async #ask<T>(method: Method, params: unknown, shape: (value: unknown) => value is T): Promise<T> {
    const hook = (method.startsWith('clock.') ? 'clock' : method) as Hook;
    const isMandatory = method === 'start' || method === 'stop';
    if (!isMandatory && !this.has(hook)) throw new HookAbsent(hook);
    const result = await this.#channel.request(method, params).catch((error: unknown) => {
      if (error instanceof ControlRefused && error.code === 'unsupported')
        throw this.#channel.fault('lies', `declares the hook ${hook} and does not have ${method}`);
      throw error;
    });
    if (!shape(result)) throw this.#channel.fault('malformed', `answered ${method} with ${shown(result)}`);
    return result;
  }

  async #started(method: 'start' | 'reset'): Promise<Started> {
    const started = await this.#ask(method, {}, SHAPES.started);
    this.#onStart(started);
    return started;
  }
  async #clock(method: string, params: unknown = {}): Promise<number> {
    return (await this.#ask(`clock.${method}`, params, SHAPES.now)).now;
  }
  async #do(method: Method, params: unknown = {}): Promise<void> {
    await this.#ask(method, params, SHAPES.done);
  }

  /** Otherwise everything would be found durable that was never put to the test. */
  async #ends(method: 'stop' | 'kill'): Promise<void> {
    await this.#do(method);
    for (let look = 0; look < LOOKS; look += 1) {
      if (!(await this.#answers())) return;
      await new Promise((resolve) => setTimeout(resolve, END_MS / LOOKS));
    }
    throw this.#channel.fault('lies', `answered ${method}, and its gateway still answers`);
  }

  start = (): Promise<Started> => this.#started('start');
  reset = (): Promise<Started> => this.#started('reset');
  stop = (): Promise<void> => this.#ends('stop');
  kill = (): Promise<void> => this.#ends('kill');
  now = (): Promise<number> => this.#clock('now');
  freeze = (): Promise<number> => this.#clock('freeze');
  thaw = (): Promise<number> => this.#clock('thaw');
  advance = (ms: number): Promise<number> => this.#clock('advance', { ms });
  setWall = (ms: number): Promise<number> => this.#clock('set', { wall: ms });
  seed = (seed: string): Promise<void> => this.#do('entropy.seed', { seed });
  locate = (): Promise<Located> => this.#ask('storage.locate', {}, SHAPES.located);
  tamper = (tampering: Tampering): Promise<void> => this.#do('storage.tamper', tampering);
  fault = (fault: Fault): Promise<void> => this.#do('fault', fault);
  step = (step: Step): Promise<Stepped> => this.#ask('storage.step', step, SHAPES.stepped);
  plant = (text: string): Promise<void> => this.#do('canary.plant', { text });
  auditExport = (namespace: string): Promise<AuditExport> =>
    this.#ask('audit.export', { namespace }, SHAPES.exported);
  provoke = (host: string, port: number): Promise<void> => this.#do('egress.provoke', { host, port });
  compute = (topic: string, input: Json): Promise<Computed> =>
    this.#ask('compute', { topic, input }, SHAPES.computed);
  dump = (namespace?: string): Promise<Dump> =>
    this.#ask('storage.dump', namespace === undefined ? {} : { namespace }, SHAPES.dump);

  async disclose(namespace: string, subject?: string): Promise<readonly { name: string; key: string }[]> {
    const params = subject === undefined ? { namespace } : { namespace, subject };
    return (await this.#ask('keys.disclose', params, SHAPES.keys)).keys;
  }

  isThere = (waitMs: number): Promise<void> => this.#channel.isThere(waitMs);

  /** Ends the adapter and its gateway. */
  close(): Promise<void> {
    return this.#channel.close();
  }
}
