import { spawn, type ChildProcess } from 'node:child_process';
import { CHANNEL_LIMITS, type ChannelLimits } from '../channel.ts';
import type { AdapterFaultKind } from '../fault.ts';
import { endAll, environmentWith, newMark } from '../leftovers.ts';
import { faultBy } from './schema.ts';

/** What is wrong with an adapter, and where it was seen. */
export interface Finding {
  /** As a run calls it; `wrong` is an answer of the right form that says or does something else than it should. */
  readonly kind: AdapterFaultKind | 'wrong';
  readonly method?: string;
  /** The line of its standard output, from 1. */
  readonly line?: number;
  readonly got: string;
  readonly expected: string;
}

/** One line that answers a request. */
export interface Answered {
  readonly line: number;
  readonly text: string;
  readonly result?: unknown;
  readonly error?: { readonly code?: unknown; readonly message?: unknown };
}

/** The adapter can be asked nothing more; why is among the findings. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

interface Waiting {
  readonly method: string;
  readonly resolve: (answered: Answered) => void;
  readonly reject: (error: Gone) => void;
  readonly timer: NodeJS.Timeout;
}

/** Lines that answer nothing are shown one by one up to here. */
const SHOWN = 5;
const SHOWN_CHARACTERS = 300;
/** How long what an adapter wrote before it ended may take to come. */
const LAST_WORDS_MS = 300;
const cut = (text: string): string =>
  text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;

/** Lines to an adapter and back, which remembers the number of each and goes on after a fault where it can. */
export class LintWire {
  readonly findings: Finding[] = [];
  readonly #child: ChildProcess;
  readonly #limits: ChannelLimits;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #held: Buffer[] = [];
  #size = 0;
  #line = 0;
  #unasked = 0;
  #nextId = 1;
  #stderr = '';
  readonly #mark = newMark();
  #isExpectedToEnd = false;
  #gone: Gone | undefined;

  constructor(command: string, limits: Partial<ChannelLimits> = {}) {
    this.#limits = { ...CHANNEL_LIMITS, ...limits };
    this.#child = spawn(command, {
      shell: true,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: environmentWith(this.#mark),
    });
    const { stdin, stdout, stderr } = this.#child;
    stdin?.on('error', () => undefined); // it has died, which 'close' tells
    stdout?.on('data', (chunk: Buffer) => this.#take(chunk));
    stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-4096);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#give('does-not-start', error.message, 'a command that can be run');
        resolve();
      });
      this.#child.on('exit', (code, signal) => {
        resolve();
        // What it wrote last is read first; what it started may hold its output open for longer.
        const timer = setTimeout(() => this.#dies(code, signal), LAST_WORDS_MS);
        this.#child.on('close', () => {
          clearTimeout(timer);
          this.#dies(code, signal);
        });
      });
    });
  }

  /** Sends requests in one piece. @throws Gone */
  ask(requests: readonly (readonly [string, unknown])[], ms = this.#limits.timeoutMs): Promise<Answered[]> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    let text = '';
    const all = requests.map(([method, params]) => {
      const id = this.#nextId++;
      text += `${JSON.stringify({ id, method, params })}\n`;
      return new Promise<Answered>((resolve, reject) => {
        const timer = setTimeout(() => {
          const expected = `one line of answer within ${ms} ms (RFC-0015 section 4.1)`;
          this.#give('hangs', `no answer to request ${id}`, expected, method);
        }, ms);
        this.#waiting.set(id, { method, resolve, reject, timer });
      });
    });
    this.#child.stdin?.write(text);
    return Promise.all(all);
  }

  /** Writes down what is wrong; what only follows from an adapter being given up is not. */
  find(finding: Finding): void {
    if (this.#gone === undefined) this.findings.push(finding);
  }

  /** Gives the adapter up for a reason. */
  give(finding: Finding): Gone {
    this.find(finding);
    return this.giveUp();
  }

  /** Ends its standard input; whether it then ended by itself. */
  async endInput(ms: number): Promise<boolean> {
    this.#isExpectedToEnd = true;
    this.#child.stdin?.end();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
    const isEnded = await Promise.race([this.#ended.then(() => true), late]);
    clearTimeout(timer);
    return isEnded;
  }

  /** Ends it and all it started. */
  async close(): Promise<void> {
    this.giveUp();
    await this.#ended;
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #dies(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#isExpectedToEnd) return;
    const lines = this.#stderr.trim().split('\n');
    const said = lines.find((line) => /\b\w*Error\b/.test(line)) ?? lines.at(-1) ?? '';
    const how = `it ended (${signal ?? `exit code ${code ?? 'unknown'}`})${said === '' ? '' : `; it said: ${cut(said)}`}`;
    const kind = code === 126 || code === 127 ? 'does-not-start' : 'dies';
    const expected = 'that it goes on until its standard input ends (RFC-0015 section 4.1)';
    this.#give(kind, how, expected, [...this.#waiting.values()][0]?.method);
  }

  #give(kind: Finding['kind'], got: string, expected: string, method?: string): void {
    if (this.#gone !== undefined) return;
    const line = this.#line > 0 && kind === 'floods' ? { line: this.#line } : {};
    this.give({ kind, got, expected, ...line, ...(method === undefined ? {} : { method }) });
  }

  /** Ends it; what is being asked, and will be, is refused. */
  giveUp(): Gone {
    this.#gone ??= new Gone();
    this.#isExpectedToEnd = true;
    endAll(this.#child.pid, this.#mark);
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#gone);
    }
    this.#waiting.clear();
    return this.#gone;
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    for (let at = rest.indexOf(10); at >= 0 && this.#gone === undefined; at = rest.indexOf(10)) {
      const bytes = Buffer.concat([...this.#held, rest.subarray(0, at)]);
      [this.#held, this.#size] = [[], 0];
      rest = rest.subarray(at + 1);
      this.#line += 1;
      this.#read(bytes);
    }
    if (this.#gone !== undefined || rest.length === 0) return;
    this.#held.push(rest);
    this.#size += rest.length;
    const most = this.#limits.maxLineBytes;
    if (this.#size > most)
      this.#give('floods', `a line of over ${most} bytes`, `lines of at most ${most} bytes`);
  }

  #read(bytes: Buffer): void {
    const line = this.#line;
    const text = bytes.toString('utf8');
    const got = cut(text);
    let answer: Partial<Answered> & { id?: unknown };
    try {
      if (!Buffer.from(text, 'utf8').equals(bytes)) throw new TypeError('This is no UTF-8.');
      answer = JSON.parse(text) as typeof answer;
    } catch {
      const expected = 'one JSON object in UTF-8, and nothing else on standard output (RFC-0015 section 4.1)';
      this.findings.push({ kind: 'garbage', line, got, expected });
      this.#countUnasked();
      return;
    }
    const id: unknown = typeof answer === 'object' && answer !== null ? answer.id : undefined;
    const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
    if (waiting === undefined) {
      this.#countUnasked();
      const expected = 'exactly one line for each request, with its id (RFC-0015 section 4.1)';
      if (this.#unasked <= SHOWN) this.findings.push({ kind: 'floods', line, got, expected });
      return;
    }
    this.#waiting.delete(id as number);
    clearTimeout(waiting.timer);
    const fault = faultBy('response', answer);
    if (fault !== undefined)
      this.findings.push({ kind: 'malformed', method: waiting.method, line, got, expected: fault });
    const { result, error } = answer;
    waiting.resolve({
      line,
      text: got,
      ...(result === undefined ? {} : { result }),
      ...(error === undefined || error === null ? {} : { error }),
    });
  }

  #countUnasked(): void {
    this.#unasked += 1;
    const most = this.#limits.maxUnasked;
    if (this.#unasked > most)
      this.#give('floods', `over ${most} lines that answer nothing`, 'one line for each request');
  }
}
