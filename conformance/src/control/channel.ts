import { spawn, type ChildProcess } from 'node:child_process';
import { redact } from '../sut/transcript.ts';
import { AdapterFault, ControlRefused, type AdapterFaultKind } from './fault.ts';
import { endAll, environmentWith, newMark } from './leftovers.ts';

/** Bounds on what an adapter may do before it is given up. */
export interface ChannelLimits {
  /** Milliseconds until an answer is overdue. */
  readonly timeoutMs: number;
  readonly maxLineBytes: number;
  /** Lines that answer nothing, before they are a flood. */
  readonly maxUnasked: number;
}

export const CHANNEL_LIMITS: ChannelLimits = {
  timeoutMs: 30_000,
  maxLineBytes: 64 * 1024 * 1024,
  maxUnasked: 100,
};

interface Waiting {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const STDERR_KEPT = 4096;
/** How long what an adapter wrote before it ended may take to come. */
const LAST_WORDS_MS = 300;
/** How long an adapter may take to end after its standard input did. */
const GOODBYE_MS = 2000;
/** Of what an adapter says, so much is told. */
const MOST_SAID = 400;

/** JSON lines to a child process and back. The first fault ends it, and every request then fails with that fault. */
export class Channel {
  readonly #child: ChildProcess;
  readonly #limits: ChannelLimits;
  readonly #waiting = new Map<number, Waiting>();
  #chunks: Buffer[] = [];
  #held = 0;
  #nextId = 1;
  #unasked = 0;
  #firstUnasked = '';
  #stderr = '';
  #closing = false;
  readonly #mark = newMark();
  readonly #ended: Promise<void>;
  #fault: AdapterFault | undefined;

  constructor(command: string, limits: ChannelLimits) {
    this.#limits = limits;
    // A group of its own, so that what the adapter started ends with it.
    this.#child = spawn(command, {
      shell: true,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: environmentWith(this.#mark),
    });
    const { stdin, stdout, stderr } = this.#child;
    stdin?.on('error', () => undefined); // it has died, and that is told by 'exit'
    stdout?.on('data', (chunk: Buffer) => this.#take(chunk));
    stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
    });
    this.#child.on('error', (error) => this.#end('does-not-start', `could not be started: ${error.message}`));
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', () => resolve());
      this.#child.on('exit', (code, signal) => {
        resolve();
        // What it wrote last is read first; but what it started may hold its output open for as long as it likes.
        const timer = setTimeout(() => this.#dies(code, signal), LAST_WORDS_MS);
        this.#child.on('close', () => {
          clearTimeout(timer);
          this.#dies(code, signal);
        });
      });
    });
  }

  /** The process of the adapter. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws AdapterFault | ControlRefused */
  request(method: string, params: unknown = {}, timeoutMs = this.#limits.timeoutMs): Promise<unknown> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#end('hangs', `did not answer ${method} within ${timeoutMs} ms${this.#instead()}`),
        timeoutMs,
      );
      this.#waiting.set(id, { method, resolve, reject, timer });
      this.#child.stdin?.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  }

  /** Makes a fault of what an answer turned out to be. */
  fault(kind: AdapterFaultKind, message: string): AdapterFault {
    this.#end(kind, message);
    return this.#fault ?? new AdapterFault(kind, message);
  }

  /**
   * Nothing where the adapter is still there. Who dies with its gateway may be missed a moment after it.
   *
   * @throws AdapterFault
   */
  async isThere(waitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.#ended, new Promise((resolve) => (timer = setTimeout(resolve, waitMs)))]);
    clearTimeout(timer);
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) this.#dies(exitCode, signalCode);
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** Ends the adapter and everything it started. */
  async close(): Promise<void> {
    this.#closing = true;
    const { pid } = this.#child;
    this.#child.stdin?.end();
    const timer = setTimeout(() => endAll(pid, this.#mark), GOODBYE_MS);
    await this.#ended;
    clearTimeout(timer);
    endAll(pid, this.#mark);
    // Whoever holds them open is not waited for.
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #dies(code: number | null, signal: NodeJS.Signals | null): void {
    if (!this.#closing)
      this.#end('dies', `ended (${signal ?? `exit code ${code ?? 'unknown'}`}) while it was needed`);
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
      const line = Buffer.concat([...this.#chunks, rest.subarray(0, at)]).toString('utf8');
      this.#chunks = [];
      this.#held = 0;
      rest = rest.subarray(at + 1);
      if (this.#fault === undefined) this.#read(line);
    }
    if (rest.length === 0 || this.#fault !== undefined) return;
    this.#chunks.push(rest);
    this.#held += rest.length;
    if (this.#held > this.#limits.maxLineBytes)
      this.#end('floods', `wrote a line of over ${this.#limits.maxLineBytes} bytes`);
  }

  #read(line: string): void {
    if (line.trim() === '') {
      this.#answersNothing(line);
      return;
    }
    let answer: { id?: unknown; result?: unknown; error?: { code?: unknown; message?: unknown } };
    try {
      answer = JSON.parse(line) as typeof answer;
    } catch {
      this.#end('garbage', `wrote a line that is not JSON: "${redact(line).slice(0, 120)}"`);
      return;
    }
    const id = typeof answer === 'object' && answer !== null ? answer.id : undefined;
    const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
    if (waiting === undefined) {
      this.#answersNothing(line);
      return;
    }
    this.#waiting.delete(id as number);
    clearTimeout(waiting.timer);
    if (typeof answer.error === 'object' && answer.error !== null) {
      const { code, message } = answer.error;
      waiting.reject(
        new ControlRefused(
          String(code ?? 'unknown'),
          `The adapter refused ${waiting.method}: ${redact(String(message ?? code)).slice(0, MOST_SAID)}${this.#said()}`,
        ),
      );
    } else if (answer.error === undefined && Object.hasOwn(answer, 'result')) waiting.resolve(answer.result);
    else {
      clearTimeout(waiting.timer);
      this.#waiting.set(id as number, waiting);
      this.#end(
        'malformed',
        `answered ${waiting.method} with neither a result alone nor an error {code, message}: ${redact(line).slice(0, 120)}`,
      );
    }
  }

  /** A line that is no answer to anything asked is put up with; many are not. */
  #answersNothing(line: string): void {
    this.#unasked += 1;
    if (this.#unasked === 1) this.#firstUnasked = line;
    if (this.#unasked > this.#limits.maxUnasked)
      this.#end('floods', `wrote over ${this.#limits.maxUnasked} lines that answer nothing`);
  }

  /** What it wrote that was no answer, as a part of a sentence: a wrong id looks like silence. */
  #instead(): string {
    const [count, line] = [this.#unasked, redact(this.#firstUnasked).slice(0, 120)];
    return count === 0 ? '' : `, and wrote ${count} that answer nothing, as in ${JSON.stringify(line)}`;
  }

  /** The end of what it wrote to standard error, as a sentence. */
  #said(): string {
    const lines = this.#stderr.split('\n').filter((line) => line.trim() !== '');
    const said = lines.find((line) => /\b\w*Error\b/.test(line)) ?? lines.at(-1) ?? '';
    return said === '' ? '' : ` It said: ${redact(said.trim()).slice(0, MOST_SAID)}`;
  }

  #end(kind: AdapterFaultKind, what: string): void {
    if (this.#fault !== undefined) return;
    this.#fault = new AdapterFault(kind, `The adapter ${what}.${this.#said()}`);
    this.#closing = true;
    endAll(this.#child.pid, this.#mark);
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#fault);
    }
    this.#waiting.clear();
  }
}
