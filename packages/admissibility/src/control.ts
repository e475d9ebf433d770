import type { Actor, View } from '@eaap/ledger';
import { checkReplacedReason, refusePersonalName, scrubText } from '@eaap/ledger';
import { EaapError, formatTime, type ControlState, type HaltRequest, type JudgeInput } from '@eaap/protocol';
import { detection } from './action.ts';
import type { Engine } from './engine.ts';

type Halt = JudgeInput['halted'][number];
const GATEWAY = { scope: 'gateway', name: 'gateway' } as const;

/**
 * What is halted that concerns these principals. A halt that cannot be read throws, and what throws blocks.
 *
 * @see RFC-0001 section 9.6
 */
export async function readHalts(view: View, principals: readonly string[]): Promise<Halt[]> {
  const halted: Halt[] = [];
  const gateway = await view.tx.system().get('controls', GATEWAY);
  if (gateway !== undefined) halted.push({ scope: 'gateway', name: gateway.name, reason: gateway.reason });
  const namespace = await view.tx.get('controls', { scope: 'namespace', name: view.namespace });
  if (namespace !== undefined)
    halted.push({ scope: 'namespace', name: namespace.name, reason: namespace.reason });
  for (const name of new Set(principals)) {
    const agent = await view.tx.get('controls', { scope: 'agent', name });
    if (agent !== undefined) halted.push({ scope: 'agent', name, reason: agent.reason });
  }
  return halted;
}

/** The row a request is about, and the namespace it lies in. */
function addressed(actor: Actor, request: HaltRequest): { scope: string; name: string } {
  if (request.scope === 'gateway' && actor.namespace !== 'system') {
    throw new EaapError(
      'forbidden',
      'Only an admin of the namespace system halts or resumes the whole gateway.',
    );
  }
  // Ignored, it would let a resume of one agent resume everything.
  if (request.agent !== undefined && request.scope !== 'agent') {
    throw new EaapError('invalid-request', 'An agent is named with the scope agent alone.', {
      pointer: '/agent',
    });
  }
  if (request.scope === 'gateway') return GATEWAY;
  if (request.scope === 'namespace') return { scope: 'namespace', name: actor.namespace };
  if (request.agent === undefined)
    throw new EaapError('invalid-request', 'Say which agent: /agent is missing.', { pointer: '' });
  return { scope: 'agent', name: request.agent };
}

/** Halts: from the next transaction on nothing is allowed in that scope. Halting what is halted keeps the first reason. */
export async function halt(engine: Engine, actor: Actor, request: HaltRequest): Promise<ControlState> {
  const { ledger } = engine;
  const key = addressed(actor, request);
  refusePersonalName('name of the agent', '/agent', key.name, ledger);
  const tokenise = await ledger.sealer.token(actor.namespace);
  const reason = checkReplacedReason(scrubText(request.reason, tokenise, detection(ledger)).text);
  await ledger.write(actor.namespace, actor.principal, async (unit) => {
    if ((await unit.tx.get('controls', key)) !== undefined) return;
    await unit.tx.insert('controls', {
      ...key,
      state: 'halted',
      reason,
      principal: actor.principal,
      since: unit.now,
    });
    await unit.append({ type: 'control.halted', object: `control:${key.scope}.${key.name}` });
  });
  return control(engine, actor);
}

/**
 * Resumes.
 *
 * @throws EaapError `not-found` when nothing of that name is halted.
 */
export async function resume(engine: Engine, actor: Actor, request: HaltRequest): Promise<ControlState> {
  const key = addressed(actor, request);
  refusePersonalName('name of the agent', '/agent', key.name, engine.ledger);
  await engine.ledger.write(actor.namespace, actor.principal, async (unit) => {
    if ((await unit.tx.delete('controls', key)) === 0)
      throw new EaapError('not-found', `Nothing is halted there (${key.scope}).`);
    await unit.append({ type: 'control.resumed', object: `control:${key.scope}.${key.name}` });
  });
  return control(engine, actor);
}

/** From the widest to the narrowest. */
const SCOPES = ['gateway', 'namespace', 'agent'];

/** Everything that is halted for this namespace, the gateway itself first, principals by name. */
export async function control(engine: Engine, actor: Actor): Promise<ControlState> {
  return engine.ledger.read(actor.namespace, async (view) => {
    const rows = await view.tx.select('controls');
    const gateway = await view.tx.system().get('controls', GATEWAY);
    if (gateway !== undefined && actor.namespace !== 'system') rows.push(gateway);
    // The rows come by scope and name; sorting is stable.
    rows.sort((a, b) => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope));
    return {
      halted: rows.map(({ scope, name, reason, principal, since }) => ({
        scope: scope as 'gateway' | 'namespace' | 'agent',
        name,
        reason,
        principal,
        since: formatTime(since),
      })),
    };
  });
}
