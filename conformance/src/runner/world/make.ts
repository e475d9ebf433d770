import { MANIFESTS, POLICY, TRUST } from '../../checks/fixtures/index.ts';
import type { World, WorldOptions } from '../../checks/types.ts';
import type { Control } from '../../control/types.ts';
import type { Sut } from '../../sut/types.ts';
import { Inconclusive } from '../outcome.ts';
import { possessionFrom } from './possession.ts';
import { Session, told, typed } from './session.ts';
import { worldOf } from './world.ts';

/** What worlds are made from. */
export interface WorldSource {
  readonly sut: Sut;
  readonly control: Control | undefined;
  /** The key of an admin of `system`. */
  systemKey(): string;
  /** A name no namespace of this gateway has yet. */
  nextNamespace(): string;
  /** 32 bytes for the confirmation key. */
  seed(): Uint8Array;
}

/** Makes a namespace over the wire and puts the fixtures in force. */
export async function makeWorld(source: WorldSource, options: WorldOptions = {}): Promise<World> {
  const { sut, control } = source;
  const namespace = source.nextNamespace();
  const made = typed<{ key?: unknown; credential?: { created_at?: unknown } }>(
    await sut.request({
      method: 'POST',
      path: '/v2/namespaces',
      key: source.systemKey(),
      body: { namespace, admin: 'admin', owner: 'adam' },
    }),
  );
  const at = performance.now();
  if (made.status !== 201 || typeof made.body?.key !== 'string')
    throw new Inconclusive(`A namespace could not be made: ${told(made)}`);
  const told_at = Date.parse(String(made.body.credential?.created_at));
  const session = new Session(sut, namespace, made.body.key);
  await install(session, options);
  const now = async (): Promise<number> => {
    if (control?.has('clock') === true) return control.now();
    return Math.floor((Number.isNaN(told_at) ? Date.now() : told_at) + performance.now() - at);
  };
  return worldOf({ session, now, possession: possessionFrom(source.seed()) });
}

async function install(session: Session, options: WorldOptions): Promise<void> {
  if (options.bare === true) return;
  const { policy = (p) => p, trust = (t) => t, manifests = [], tools: wanted } = options;
  const given = MANIFESTS.filter(({ tool }) => wanted?.includes(tool) ?? true);
  const tools = new Map([...given, ...manifests].map((manifest) => [manifest.tool, manifest]));
  const put = async (path: string, body: unknown): Promise<void> => {
    const answer = await session.send('admin', 'PUT', path, { body });
    if (answer.status !== 200)
      throw new Inconclusive(`PUT ${path} was refused, so that no check can be made: ${told(answer)}`);
  };
  await Promise.all([
    put('/v2/policy', policy(POLICY)),
    put('/v2/trust', trust(TRUST)),
    ...[...tools.values()].map((manifest) =>
      put(`/v2/manifests/${encodeURIComponent(manifest.tool)}`, manifest),
    ),
  ]);
}
