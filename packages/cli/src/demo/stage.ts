import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  confirmationKey,
  EaapError,
  Evaluation,
  formatTime,
  matches,
  signPossession,
  type Action,
  type Receipt,
} from '@eaap/protocol';
import { Gateway } from '@eaap/sdk';
import type { Output } from '../lib/output.ts';
import type { Narrator } from './narrator.ts';
import { AUDIENCE, startTarget, type Target } from './target.ts';

/** The decision of the person in the third act. */
export type Decision = 'approve' | 'deny';

export const CUSTOMER = 'customer:anna';
export const MAIL = 'anna.berger@example.org';
export const SOURCE = { kind: 'system', id: 'crm' } as const;

/** A refund to Anna, in minor units of EUR. */
export const refund = (amount: string): Action => ({
  tool: 'billing.refund',
  parameters: { customer: CUSTOMER, account: 'acct_anna', amount: { amount, currency: 'EUR' } },
  environment: 'production',
  intent: `Refund to ${MAIL}, who returned an order.`,
});

/** More than the facts support. */
export const OVER_LIMIT = '8000';

/** How an evaluation ended. */
export type Decided =
  | { readonly verdict: 'ALLOW'; readonly evaluation: Evaluation; readonly token: string }
  | { readonly verdict: 'ESCALATE' | 'BLOCK'; readonly evaluation: Evaluation };

/** A receipt with what shows that it is ours. */
export interface Held {
  readonly receipt: Receipt;
  readonly possession: string;
}

/** What the acts are played on: a gateway in a folder of its own, and a target. Both are real; neither outlives the demo. */
export interface Stage {
  readonly out: Output;
  readonly narrator: Narrator;
  readonly decision: Decision;
  readonly folder: string;
  readonly target: Target;
  readonly verifierKey: string;
  /** The gateway while it is open. */
  readonly gateway: Gateway;
  /** Opens the gateway again; only then may its files be used by it alone. */
  open(): Promise<void>;
  /** Closes the gateway, so that its files can be copied and verified. */
  shut(): Promise<void>;
  end(keep: boolean): Promise<void>;
  /** What the acts leave for each other. */
  readonly left: { escalated?: string; blocked?: string; anchor?: string; backup?: string };
}

/** Sets the stage. */
export async function setStage(out: Output, narrator: Narrator, decision: Decision): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'eaap-demo-'));
  const path = join(folder, 'gateway');
  let gateway: Gateway | undefined;
  let target: Target | undefined;
  const end = async (keep: boolean): Promise<void> => {
    await target?.close();
    await gateway?.close();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  };
  try {
    gateway = await Gateway.open({ path });
    const { checkpoint_key: verifierKey } = await gateway.discovery();
    target = await startTarget(verifierKey);
    const started = target;
    return {
      out,
      narrator,
      decision,
      folder,
      target: started,
      verifierKey,
      get gateway() {
        if (gateway === undefined)
          throw new EaapError('storage-unavailable', 'The gateway of the demo is closed.');
        return gateway;
      },
      async open() {
        gateway ??= await Gateway.open({ path });
      },
      async shut() {
        await gateway?.close();
        gateway = undefined;
      },
      end,
      left: {},
    };
  } catch (error) {
    await end(false);
    throw error;
  }
}

/** The database of the stage's gateway. */
export const databaseOf = ({ folder }: Stage): string => join(folder, 'gateway', 'gateway.db');

/** Asks the gateway whether an action may happen. */
export async function propose({ gateway }: Stage, action: Action): Promise<Decided> {
  try {
    const { evaluation, token } = await gateway.evaluate({ action });
    return { verdict: 'ALLOW', evaluation, token };
  } catch (error) {
    const problem = problemOf(error);
    const { evaluation } = problem.extras;
    if (!matches(Evaluation, evaluation)) throw problem;
    return { verdict: problem.type === 'escalated' ? 'ESCALATE' : 'BLOCK', evaluation };
  }
}

/** Redeems a token for a receipt. */
export async function redeem({ gateway }: Stage, token: string, action: Action): Promise<Held> {
  const { publicKey, seed } = confirmationKey(gateway.entropy);
  const { receipt } = await gateway.commit({
    token,
    action,
    audience: AUDIENCE,
    confirmation_key: publicKey,
  });
  return { receipt, possession: signPossession(seed, { jti: receipt.claims.jti, audience: AUDIENCE }) };
}

/** Stores a fact about Anna as the CRM says it. */
export async function record({ gateway }: Stage, attribute: string, value: string | object): Promise<void> {
  await gateway.store({
    subject: CUSTOMER,
    attribute,
    value: value as string,
    source: { ...SOURCE, observed_at: formatTime(gateway.clock.now()) },
  });
}

/** A problem that was answered; anything else goes on. */
export function problemOf(thrown: unknown): EaapError {
  if (thrown instanceof EaapError) return thrown;
  throw thrown;
}

/** The problem that a request is answered with, or `undefined` where it goes through. */
export const refusalOf = (asked: Promise<unknown>): Promise<EaapError | undefined> =>
  asked.then(() => undefined, problemOf);
