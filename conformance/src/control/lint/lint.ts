import { HttpSut } from '../../sut/http.ts';
import { SutUnreachable } from '../../sut/types.ts';
import type { ChannelLimits } from '../channel.ts';
import { HOOKS, type Hook } from '../types.ts';
import { faultBy, resultOf } from './schema.ts';
import { LintWire, type Answered, type Finding } from './wire.ts';

type Result = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Result =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An adapter being gone through: what it was asked, and what is wrong with what it answered. */
export class Lint {
  readonly wire: LintWire;
  /** The methods it was asked, each once. */
  readonly asked = new Set<string>();
  name = 'the adapter';
  hooks: readonly Hook[] = [];
  url = '';
  adminKey = '';
  /** Whether a gateway was started: what goes wrong from then on goes wrong on the way. */
  hasStarted = false;
  readonly #sut = new HttpSut('http://127.0.0.1:1', 5000);

  constructor(command: string, limits: Partial<ChannelLimits> = {}) {
    this.wire = new LintWire(command, limits);
  }

  has(hook: Hook): boolean {
    return this.hooks.includes(hook);
  }

  /** What an answer should not have been. */
  wrong(
    method: string,
    answered: Answered | undefined,
    expected: string,
    kind: Finding['kind'] = 'wrong',
  ): void {
    const where = answered === undefined ? {} : { line: answered.line };
    this.wire.find({
      kind,
      method,
      ...where,
      got: answered?.text ?? 'what is said above',
      expected,
    });
  }

  /** Asks for what has to work, and checks the form of the result. @throws Gone */
  async result(
    method: string,
    params: object = {},
    ms?: number,
  ): Promise<{ result: Result; answered: Answered } | undefined> {
    this.asked.add(method);
    const [answered] = (await this.wire.ask([[method, params]], ms)) as [Answered];
    const { result, error } = answered;
    if (error !== undefined) {
      if (error.code === 'unsupported' && !['hello', 'start', 'stop'].includes(method))
        this.wrong(method, answered, `a result, as hello declares it (RFC-0015 section 4.3)`, 'lies');
      else this.wrong(method, answered, `a result for ${JSON.stringify(params).slice(0, 120)} (section 4.2)`);
      return undefined;
    }
    return this.form(method, answered) ? { result: result as Result, answered } : undefined;
  }

  /** Whether the result of an answer has the form of the method; what is wrong with it is written down. */
  form(method: string, answered: Answered): boolean {
    const definition = resultOf(method);
    const any = isObject(answered.result) ? undefined : 'an object, empty where there is nothing to say';
    const fault = definition === undefined ? any : faultBy(definition, answered.result);
    if (fault !== undefined) this.wrong(method, answered, `${fault} (RFC-0015 section 4.3)`, 'malformed');
    return fault === undefined;
  }

  /** Asks for what has to be refused with an error of another code than `unsupported`. @throws Gone */
  async refused(method: string, params: object, why: string): Promise<void> {
    this.asked.add(method);
    const [answered] = (await this.wire.ask([[method, params]])) as [Answered];
    if (answered.error === undefined) this.wrong(method, answered, `an error: ${why}`);
    else if (answered.error.code === 'unsupported')
      this.wrong(method, answered, `an error of another code, as it has the method: ${why}`, 'lies');
  }

  /** `start` or `reset`: the gateway is there, and takes the key of an admin. @throws Gone */
  async started(method: 'start' | 'reset'): Promise<Answered> {
    const done = await this.result(method);
    if (done === undefined) throw this.wire.giveUp();
    const { answered } = done;
    const { url, admin_key } = done.result as { url: string; admin_key: string };
    [this.url, this.adminKey] = [url, admin_key];
    const found = await this.#status('/.well-known/eaap');
    if (found !== 200) {
      const got = `${url}/.well-known/eaap: ${found ?? 'no answer'}`;
      throw this.wire.give({
        kind: 'wrong',
        method,
        line: answered.line,
        got,
        expected: 'a gateway that answers 200',
      });
    }
    const taken = await this.accepts(admin_key);
    if (!taken) this.wrong(method, answered, 'an admin_key with which GET /v2/control is answered with 200');
    this.hasStarted = true;
    return answered;
  }

  accepts = async (key: string): Promise<boolean> => (await this.#status('/v2/control', key)) === 200;
  answers = async (): Promise<boolean> => (await this.#status('/.well-known/eaap')) !== undefined;

  async #status(path: string, key?: string): Promise<number | undefined> {
    try {
      this.#sut.follow(this.url);
      const request = { method: 'GET' as const, path, ...(key === undefined ? {} : { key }) };
      return (await this.#sut.request(request)).status;
    } catch (error) {
      if (error instanceof SutUnreachable || error instanceof TypeError) return undefined;
      throw error;
    }
  }

  /** Takes what `hello` says, as far as it is of use. */
  take({ name, version, hooks }: Result): void {
    this.name = `${String(name)} ${String(version)}`;
    this.hooks = HOOKS.filter((hook) => Array.isArray(hooks) && hooks.includes(hook));
  }

  async close(): Promise<void> {
    this.#sut.close();
    await this.wire.close();
  }
}
