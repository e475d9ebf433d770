import { formatTime } from '@eaap/protocol';
import { POLICY } from '../../checks/fixtures/index.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { leading, type Led } from './lib/gateway.ts';

interface Asked {
  readonly kind: 'window' | 'end' | 'holds';
  readonly of: 'evaluation' | 'escalation' | 'silence' | 'key';
  readonly t: number;
  readonly ms: number;
  readonly now: number;
  readonly claimed?: Json;
}

const act = (tool: string, parameters: JsonObject): JsonObject => ({
  tool,
  parameters,
  environment: 'production',
});
const READ = act('records.read', { record: 'rec-1' });
const SEND = act('messages.send', { channel: 'news', text: 'hello' });

/** The policy in which the time in question is `ms`. */
function policyOf({ kind, of, ms }: Asked): JsonObject {
  const changed =
    kind === 'window'
      ? { window_ms: ms }
      : {
          evaluation: { ttl_ms: ms },
          escalation: { escalation: { ...POLICY.escalation, ttl_ms: ms } },
          silence: { outcome_ms: ms },
          key: {},
        }[of];
  return { ...POLICY, ...changed } as unknown as JsonObject;
}

async function evaluated(led: Led): Promise<{ evaluation: JsonObject; token: Json }> {
  const { body } = await led.must('evaluate', 'agent', { body: { action: READ } });
  return { evaluation: body['evaluation'] as JsonObject, token: body['token'] ?? '' };
}

const commit = (led: Led, token: Json) =>
  led.call('commit', 'executor', {
    body: {
      token,
      action: READ,
      audience: 'target',
      confirmation_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    },
  });

const escalation = async (led: Led): Promise<JsonObject> => {
  const { body } = await led.call('evaluate', 'agent', { body: { action: SEND } });
  const params = { id: String(body['escalation']) };
  return (await led.must('escalation', 'auditor', { params })).body;
};

const statusOf = async (led: Led, route: 'evaluation' | 'escalation', id: Json | undefined): Promise<Json> =>
  (await led.must(route, 'auditor', { params: { id: String(id) } })).body['status'] ?? null;

/** Whether what is made now still holds at `now`; undefined when it cannot be made. */
async function holds(led: Led, { of, t, ms, now }: Asked): Promise<boolean | undefined> {
  const later = (): void => led.at(now, 0);
  switch (of) {
    case 'evaluation': {
      const { token } = await evaluated(led);
      later();
      return (await commit(led, token)).problem !== 'evaluation-expired';
    }
    case 'escalation': {
      const { id } = await escalation(led);
      later();
      return (await statusOf(led, 'escalation', id)) === 'pending';
    }
    case 'silence': {
      const { evaluation, token } = await evaluated(led);
      await commit(led, token);
      later();
      return (await statusOf(led, 'evaluation', evaluation['id'])) === 'committed';
    }
    case 'key': {
      const expires_at = formatTime(t + ms);
      const who = { principal: 'reader', owner: 'rae', roles: ['auditor'], expires_at };
      const made = await led.call('create-key', 'admin', { body: who });
      if (made.problem !== undefined) return undefined;
      led.know('reader', String(made.body['key']));
      later();
      return (await led.call('keys', 'reader')).status === 200;
    }
  }
}

/** What a gateway says whose clock stands at `t`. */
async function answer(led: Led, asked: Asked): Promise<number | boolean | undefined> {
  if (asked.kind === 'holds') return holds(led, asked);
  if (asked.kind === 'window') return Number((await evaluated(led)).evaluation['window']);
  const made = asked.of === 'evaluation' ? (await evaluated(led)).evaluation : await escalation(led);
  return Date.parse(String(made['expires_at']));
}

/** Times as the routes answer them, on a clock that stands still. */
export function compute(input: Json): Promise<Answer> {
  const asked = input as unknown as Asked;
  const { claimed } = asked;
  return leading(
    {},
    async (led) => {
      const set = await led.call('set-policy', 'admin', { body: policyOf(asked) });
      if (set.problem !== undefined) return { refused: 'out-of-range' };
      const said = await answer(led, asked);
      if (said === undefined) return { refused: 'out-of-range' };
      if (said === false) return { refused: 'over' };
      return claimed === undefined || claimed === said ? { output: said } : { refused: 'mismatch' };
    },
    asked.t,
  );
}
