import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPack } from '@eaap/policies';
import { loggerTo, serve } from '@eaap/server';
import { Gateway, readCredentials } from '@eaap/sdk';
import { CliError, EXIT } from '../lib/exit.ts';
import { extractorsOf } from '../lib/extractors.ts';

/** A gateway to shoot at, and the keys of those who do. */
export interface Range {
  readonly url: string;
  readonly keys: readonly string[];
  /** Asked for what its log says of the time it took; absent where no key may read that. */
  readonly gateway: Gateway;
  close(): Promise<void>;
}

const FAST = { perSecond: 1e6, burst: 1e9 };

/**
 * A gateway of its own, in a folder that goes with it: the pack `default`, a key for each agent, and every extractor there is.
 * Its bounds on the number of requests are for clients, not for this; its limit on loops is off, since payloads repeat.
 */
export async function ownGateway(agents: number): Promise<Range> {
  const path = mkdtempSync(join(tmpdir(), 'eaap-redteam-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  try {
    const serving = await serve({
      path,
      port: 0,
      logger: loggerTo(() => undefined),
      requestRate: FAST,
      attemptRate: FAST,
      extractors: await extractorsOf(),
    });
    const credentials = readCredentials(path);
    if (credentials === undefined) throw new CliError(EXIT.internal, 'The gateway made no credentials.');
    const gateway = Gateway.connect({ url: serving.url, keys: credentials.keys });
    const { policy, manifests } = readPack('default');
    await gateway.setPolicy({ ...policy, limits: policy.limits.filter(({ kind }) => kind !== 'loop') });
    for (const manifest of manifests) await gateway.setManifest(manifest);
    const keys: string[] = [];
    for (let i = 1; i <= agents; i += 1) {
      const made = await gateway.createKey({ principal: `agent-${i}`, owner: 'redteam', roles: ['agent'] });
      keys.push(made.key);
    }
    return {
      url: serving.url,
      keys,
      gateway,
      async close() {
        await serving.close();
        remove();
      },
    };
  } catch (thrown) {
    remove();
    throw thrown;
  }
}
