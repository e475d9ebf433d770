import { canonicalize, formatTime, type Json, type JsonObject, type Mandate } from '@eaap/protocol';
import type { Gateway } from '../client/gateway.ts';
import { pieces, textPieces } from './pieces.ts';

/** The most bytes of one piece: a fact holds 8192, and tokens are longer than what they stand for. */
const MOST_PIECE = 4096;
const MOST_PARAMETER = 512;

/** Whose session is recorded. */
export interface SessionOptions {
  /** The principal that acts in it. What is recorded supports no action of anybody else. */
  readonly agent: string;
  /** Its name, which the actions of the session carry. */
  readonly session: string;
  /** Who speaks, as the credential of the recorder may assert it; `user` unless stated. */
  readonly user?: string;
}

/**
 * Records what happens in a session: what the user says, what tools answer, what the session may do at most. Values that
 * carry authority are then supported by it, or not. It belongs to what stands between user, agent and tools, and never to
 * the agent: whoever records decides what was said.
 *
 * @see RFC-0005 section 14.1
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { Gateway, SessionRecorder } from '@eaap/sdk';
 *
 * const gateway = await Gateway.open({ path: mkdtempSync(join(tmpdir(), 'eaap-')) });
 * const recorder = new SessionRecorder(gateway, { agent: 'agent', session: 's1' });
 * await recorder.prompt('Pay 12.00 to account AT-1002003004.');
 * await recorder.output('bank.payees', {}, [{ name: 'Rent', account: 'AT-555666777' }]);
 * const { snapshot } = await gateway.search({ subject: 'session:s1' });
 * assert.equal(snapshot.facts.length, 1);
 * await gateway.close();
 * ```
 */
export class SessionRecorder {
  readonly #gateway: Gateway;
  readonly #options: SessionOptions;

  constructor(gateway: Gateway, options: SessionOptions) {
    this.#gateway = gateway;
    this.#options = options;
  }

  /** Records what the user said, in their own words. */
  async prompt(text: string): Promise<void> {
    const { agent, user = 'user' } = this.#options;
    for (const piece of textPieces(text, MOST_PIECE)) {
      await this.#store('', 'session.prompt', 'human', user, { agent, text: piece });
    }
  }

  /** Records what a tool answered to a call. */
  async output(tool: string, parameters: JsonObject, output: Json): Promise<void> {
    const { agent } = this.#options;
    // A long parameter identifies nothing; the short ones say whose answer this is.
    const short = Object.entries(parameters).filter(
      ([, value]) => canonicalize(value).length <= MOST_PARAMETER,
    );
    const called = Object.fromEntries(short);
    for (const piece of pieces(output, MOST_PIECE)) {
      await this.#store(`/${tool}`, 'session.output', 'tool', tool, {
        agent,
        tool,
        parameters: called,
        output: piece,
      });
    }
  }

  /** Records what the session may do at most. It narrows what the policy grants, and never widens it. */
  async mandate(mandate: Omit<Mandate, 'agent'>, source = 'operator'): Promise<void> {
    const { agent } = this.#options;
    await this.#store('', 'session.mandate', 'system', source, {
      agent,
      ...mandate,
    } as unknown as JsonObject);
  }

  async #store(
    suffix: string,
    attribute: string,
    kind: 'human' | 'tool' | 'system',
    id: string,
    value: JsonObject,
  ): Promise<void> {
    const subject = `session:${this.#options.session}`;
    await this.#gateway.store({
      subject: `${subject}${suffix}`,
      attribute,
      value,
      source: { kind, id, observed_at: formatTime(this.#gateway.clock.now()) },
      ...(suffix === '' ? {} : { about: [subject] }),
    });
  }
}
