import { chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { recall, Service, type Recalled } from '@eaap/sdk';
import { CliError, EXIT } from './exit.ts';
import { filesOf, shown } from './folder.ts';
import type { Io } from './io.ts';

const COPY = 'copy-';

/** Which decisions: those of a namespace of the gateway in a folder. */
export interface RecordedFlags {
  readonly path?: string;
  readonly namespace?: string;
}

/** Decisions as they were made, and how many can no longer be put together. */
export interface Recorded {
  readonly decisions: readonly Recalled[];
  readonly erased: number;
}

/** A copy as it stands at one moment, taken while the gateway may be running. */
function copyTo(folder: string, to: string): void {
  for (const name of ['gateway.db', 'keys.db']) {
    const database = new DatabaseSync(join(folder, name), { readOnly: true });
    try {
      database.exec(`VACUUM INTO '${join(to, name).replaceAll("'", "''")}'`);
    } finally {
      database.close();
    }
    chmodSync(join(to, name), 0o600);
  }
  copyFileSync(join(folder, 'kek.key'), join(to, 'kek.key'));
  chmodSync(join(to, 'kek.key'), 0o600);
}

/**
 * Reads the decisions of a gateway, running or not, and changes nothing in it: they are read from a copy that lies in the
 * gateway's own folder and is removed before this returns, or, when the process was ended meanwhile, by the next call.
 *
 * @throws CliError when there is no gateway there
 */
export async function recorded(io: Io, flags: RecordedFlags): Promise<Recorded> {
  const { folder, database } = filesOf(io, flags.path ?? (io.env['EAAP_PATH'] || undefined));
  if (!existsSync(database)) {
    throw new CliError(EXIT.unreachable, `There is no gateway in ${shown(io, folder)}.`, [
      'Name its folder: --path FOLDER; or judge cases: --cases FILE',
    ]);
  }
  for (const left of readdirSync(folder).filter((name) => name.startsWith(COPY))) {
    rmSync(join(folder, left), { recursive: true, force: true });
  }
  const copy = mkdtempSync(join(folder, COPY));
  try {
    copyTo(folder, copy);
    const service = await Service.open({ path: copy });
    try {
      return await all(service, flags.namespace ?? 'default');
    } finally {
      await service.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function all(service: Service, namespace: string): Promise<Recorded> {
  const decisions: Recalled[] = [];
  let erased = 0;
  for (let after: string | null = ''; after !== null;) {
    const page = await recall(service.engine, namespace, after);
    decisions.push(...page.decisions);
    erased += page.erased.length;
    after = page.next;
  }
  return { decisions, erased };
}
