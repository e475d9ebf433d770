import { credentialDigest, writeRoles, writeSources, type CredentialRow } from '@eaap/ledger';
import { ROUTES, type AssertableSource, type Role, type RouteId } from '@eaap/protocol';
import { POLICY } from '../../checks/fixtures/index.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { Led, leading, type Who } from './lib/gateway.ts';

const ROLES: readonly Role[] = ['agent', 'recorder', 'executor', 'approver', 'admin', 'auditor'];

/** One gateway for all questions of who may enter: nothing that is asked changes it. */
let shared: Promise<Led> | undefined;
const known = new Set<string>();

/** Whether a credential of these roles gets past the door of a route; what it asks for there is of no form. */
async function enters(route: string, roles: readonly string[]): Promise<boolean> {
  const found = ROUTES.find(({ method, path }) => `${method} ${path}` === route);
  if (found === undefined) throw new Error(`There is no route ${route}.`);
  const led = await (shared ??= Led.open());
  const name = `p-${roles.join('-')}`;
  if (!known.has(name)) await led.credential(name, { principal: name, owner: `o-${roles.join('-')}`, roles });
  known.add(name);
  return (await led.call(found.id as RouteId, name)).problem !== 'forbidden';
}

async function admitted(route: string): Promise<Answer> {
  const output: string[] = [];
  for (const role of ROLES) if (await enters(route, [role])) output.push(role);
  return { output };
}

const made = (request: JsonObject, now: number): Promise<Answer> =>
  leading(
    {},
    async (led) => {
      const { problem, body } = await led.call('create-key', 'admin', { body: request });
      if (problem !== undefined) return { refused: problem };
      const { principal, owner, roles, sources, expires_at } = body['credential'] as Record<string, Json>;
      return { output: { principal, owner, roles, sources, expires_at } as JsonObject };
    },
    now,
  );

/** Lets a denial decide: it asks for no challenge. */
function separated(proposer: Omit<Who, 'roles'>, decider: Omit<Who, 'roles'>): Promise<Answer> {
  const grants = POLICY.grants.map((grant) => ({ ...grant, principals: ['*'] }));
  return leading({ grants }, async (led) => {
    await led.credential('proposer', { ...proposer, roles: ['agent'] });
    await led.credential('decider', { ...decider, roles: ['approver'] });
    const action = {
      tool: 'messages.send',
      parameters: { channel: 'news', text: 'hello' },
      environment: 'production',
    };
    const { body } = await led.call('evaluate', 'proposer', { body: { action } });
    const { problem } = await led.call('deny', 'decider', {
      params: { id: String(body['escalation']) },
      headers: { 'if-match': '"1"' },
      body: { reason: 'vectors' },
    });
    return problem === undefined ? { output: true } : { refused: problem };
  });
}

function committed({ key, roles, sources, ...rest }: JsonObject): string {
  return credentialDigest({
    ...rest,
    digest: key,
    roles: writeRoles(roles as unknown as Role[]),
    sources: writeSources(sources as unknown as AssertableSource[]),
  } as unknown as CredentialRow);
}

/** Who may do what, as the routes of the reference answer it. */
export async function compute(input: Json): Promise<Answer> {
  const asked = input as JsonObject;
  switch (asked['kind']) {
    case 'credential':
      return made(asked['request'] as JsonObject, Number(asked['now']));
    case 'admits':
      return admitted(String(asked['route']));
    case 'enter':
      return (await enters(String(asked['route']), asked['roles'] as readonly string[]))
        ? { output: true }
        : { refused: 'forbidden' };
    case 'separation':
      return separated(asked['proposer'] as unknown as Who, asked['decider'] as unknown as Who);
    default: {
      const value = committed(asked['credential'] as JsonObject);
      const { claimed } = asked;
      return claimed === undefined || claimed === value ? { output: value } : { refused: 'mismatch' };
    }
  }
}
