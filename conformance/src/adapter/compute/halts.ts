import type { Json, JsonObject } from '../../model/json.ts';
import type { HaltEvent, Halted } from '../../model/actors.ts';
import type { Answer } from '../../vectors/types.ts';
import { leading, type Led } from './lib/gateway.ts';

const ACTION: JsonObject = {
  tool: 'records.read',
  parameters: { record: 'rec-1' },
  environment: 'production',
};

/** The admin of a namespace, by the name it is known under here. */
const adminOf = (namespace: string): string => (namespace === 'system' ? 'system' : 'admin');

async function halted(led: Led, halts: readonly Halted[]): Promise<void> {
  for (const { scope, name, reason } of halts)
    await led.must('halt', scope === 'gateway' ? 'system' : 'admin', {
      body: { scope, reason, ...(scope === 'agent' ? { agent: name } : {}) },
    });
}

const evaluate = (led: Led, principal: string, executor: string) =>
  led.call('evaluate', principal, { body: { action: ACTION, executor } });

/** What is halted as it is answered, but for the time. */
const listed = (body: JsonObject): Json =>
  (body['halted'] as readonly JsonObject[]).map(({ scope, name, reason, principal }) => ({
    scope: scope ?? null,
    name: name ?? null,
    reason: reason ?? null,
    principal: principal ?? null,
  }));

async function step(led: Led, halts: readonly Halted[], event: HaltEvent): Promise<Answer> {
  switch (event.kind) {
    case 'evaluate': {
      await halted(led, halts);
      const { problem } = await evaluate(led, event.principal, event.executor);
      return problem === undefined ? { output: { verdict: 'ALLOW' } } : { refused: problem };
    }
    case 'commit': {
      const { body } = await evaluate(led, event.principal, event.executor);
      await halted(led, halts);
      const { problem } = await led.call('commit', event.executor, {
        body: {
          token: body['token'] ?? '',
          action: ACTION,
          audience: 'target',
          confirmation_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
        },
      });
      return problem === undefined ? { output: { verdict: 'ALLOW' } } : { refused: problem };
    }
    case 'look':
    case 'halt':
    case 'resume': {
      await halted(led, halts);
      const as = adminOf(event.namespace);
      const from = await led.size(as);
      const { problem, body } =
        event.kind === 'look'
          ? await led.call('control', as)
          : await led.call(event.kind, as, { body: event.request });
      if (problem !== undefined) return { refused: problem };
      const records = (await led.records(from, as)).map(({ type, object }) => ({
        type,
        object: object ?? null,
      }));
      return { output: { halted: listed(body), records } };
    }
  }
}

/** Halts driven through the routes. */
export function compute(input: Json): Promise<Answer> {
  const { halts, event } = input as unknown as { halts: readonly Halted[]; event: HaltEvent };
  return leading({}, (led) => step(led, halts, event));
}
