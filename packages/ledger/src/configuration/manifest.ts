import { Manifest, type Digest } from '@eaap/protocol';
import type { Unit, View } from '../unit/types.ts';
import { readDocument, readDocuments, writeDocument, type InForce, type Kind } from './document.ts';

/** A tool's manifest in force: the `ManifestResponse` of the wire. */
export interface ManifestInForce {
  readonly digest: Digest;
  readonly version: number;
  readonly manifest: Manifest;
}

const PREFIX = 'manifest:';

const MANIFEST: Kind<Manifest> = {
  name: 'manifest',
  schema: Manifest,
  tag: 'EAAP-MANIFEST-v1',
  problem: 'invalid-manifest',
  record: 'manifest.changed',
  setting: ({ tool }) => `${PREFIX}${tool}`,
  object: ({ tool }) => `manifest:${tool}`,
};

const answer = ({ digest, version, document }: InForce<Manifest>): ManifestInForce => ({
  digest,
  version,
  manifest: document,
});

/**
 * The manifest of a tool, or `undefined`: a tool without one is unknown.
 *
 * @throws EaapError `storage-corrupt`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { getManifest, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.equal(await ledger.read('acme', (view) => getManifest(view, 'mail.send')), undefined);
 * await close();
 * ```
 */
export async function getManifest(view: View, tool: string): Promise<ManifestInForce | undefined> {
  const found = await readDocument<Manifest>(view, MANIFEST, `${PREFIX}${tool}`);
  return found && answer(found);
}

/**
 * The manifests of all tools, by tool.
 *
 * @throws EaapError `storage-corrupt`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { listManifests, openMemoryLedger } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * assert.deepEqual(await ledger.read('acme', listManifests), []);
 * await close();
 * ```
 */
export async function listManifests(view: View): Promise<ManifestInForce[]> {
  return (await readDocuments<Manifest>(view, MANIFEST, PREFIX)).map(answer);
}

/**
 * Pins the manifest of a tool. That its parts fit together is for the caller to check: what checks it stands above.
 *
 * @throws EaapError `invalid-manifest`
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { type Manifest } from '@eaap/protocol';
 * import { getManifest, openMemoryLedger, setManifest } from '@eaap/ledger';
 *
 * const { ledger, close } = await openMemoryLedger();
 * const manifest: Manifest = {
 *   v: 1,
 *   tool: 'mail.send',
 *   version: '1',
 *   description: 'Sends a message.',
 *   effects: [{ effect: 'message.send' }],
 *   parameters: { '/body': { type: 'text' } },
 * };
 * await ledger.write('acme', 'root', (unit) => setManifest(unit, manifest));
 * assert.deepEqual((await ledger.read('acme', (view) => getManifest(view, 'mail.send')))?.manifest, manifest);
 * await close();
 * ```
 */
export async function setManifest(unit: Unit, manifest: Manifest): Promise<ManifestInForce> {
  return answer(await writeDocument(unit, MANIFEST, manifest));
}
