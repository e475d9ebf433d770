import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { verifyDatabase, verifyLog } from '@eaap/ledger';
import { EntriesResponse, matches, type Json } from '@eaap/protocol';
import { DEFAULT_FOLDER } from '@eaap/sdk';
import { addCommand, collect, run, withJson, type Call, type Cli } from '../lib/cli.ts';
import { EXIT, usage } from '../lib/exit.ts';
import { readBytes, readJson, readText } from '../lib/files.ts';
import { shown } from '../lib/folder.ts';
import type { Io } from '../lib/io.ts';
import { checkedOf, notShownBy, verificationLines, type Verification } from '../lib/verification.ts';
import { folderKey, givenKey, type FoundKey } from '../lib/verifier-key.ts';
import type { LogExport } from './log.ts';
import { verifyReceiptFile, type ReceiptFlags } from './verify-receipt.ts';

interface Flags extends ReceiptFlags {
  readonly anchor?: readonly string[];
}

const entriesOf = EntriesResponse.properties.entries;

function isExport(value: Json): value is Json & LogExport {
  const {
    format,
    v,
    verifier_key: key,
    checkpoints,
    entries,
  } = (value ?? {}) as unknown as Partial<LogExport>;
  return (
    format === 'eaap-log' &&
    v === 1 &&
    typeof key === 'string' &&
    Array.isArray(checkpoints) &&
    checkpoints.every((note) => typeof note === 'string') &&
    Array.isArray(entries)
  );
}

/** The database in a folder, or the file itself. */
function target(io: Io, path: string): { readonly path: string; readonly database: boolean } {
  const whole = resolve(io.cwd, path);
  if (!existsSync(whole))
    throw usage(`There is nothing at ${path}.`, 'Name a folder, a database, or an exported log.');
  if (statSync(whole).isDirectory()) {
    const database = join(whole, 'gateway.db');
    if (!existsSync(database)) throw usage(`There is no gateway in ${path}.`);
    return { path: database, database: true };
  }
  const head = Buffer.from(readBytes(io, path).subarray(0, 15)).toString('latin1');
  return { path: whole, database: head === 'SQLite format 3' };
}

async function verifyFile(io: Io, path: string, flags: Flags): Promise<Verification> {
  const at = target(io, path);
  const anchor = await Promise.all((flags.anchor ?? []).map((file) => readText(io, file)));
  const given = flags.key === undefined ? undefined : await givenKey(io, flags.key);
  const common = (found: FoundKey, what: Verification['what'], keyFromLog: boolean) => ({
    what,
    path: shown(io, at.path),
    verifier_key: found.key,
    key_from: found.from,
    anchors: anchor.length,
    checked: checkedOf(what, anchor.length),
    not_shown: notShownBy(what, anchor.length, keyFromLog),
  });
  if (at.database) {
    const found = given ?? (await folderKey(io, at.path));
    const { ok, namespaces } = verifyDatabase(at.path, { verifierKey: found.key, anchor });
    return { ok, ...common(found, 'database', false), namespaces };
  }
  const log = await readJson(io, path);
  if (!isExport(log))
    throw usage(`${path} is neither a database of a gateway nor a log as eaap export writes it.`);
  const found = given ?? { ...(await givenKey(io, log.verifier_key)), from: 'from the log itself' };
  const entries = log.entries as readonly unknown[];
  const malformed = entries.findIndex((entry) => !matches(entriesOf, [entry]));
  const result = verifyLog({
    records: entries.map((entry) => (entry as { record?: unknown } | null)?.record ?? null),
    ...(malformed < 0 ? { leaves: log.entries.map(({ leaf }) => leaf) } : {}),
    checkpoints: log.checkpoints,
    verifierKey: found.key,
    anchor,
    namespace: log.namespace,
  });
  return {
    ok: result.ok,
    ...common(found, 'log', given === undefined),
    namespaces: [{ namespace: log.namespace, ...result }],
  };
}

async function verify({ io, out, flags, args: [path] }: Call<Flags>) {
  if (flags.receipt !== undefined) {
    if (path !== undefined || flags.anchor !== undefined)
      throw usage('--receipt stands without a path and an anchor.');
    return verifyReceiptFile(io, out, flags);
  }
  const result = await verifyFile(io, path ?? (io.env['EAAP_PATH'] || DEFAULT_FOLDER), flags);
  out.answer(result, (value) => verificationLines(out, value));
  return result.ok ? EXIT.done : EXIT.refused;
}

export function registerVerify(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'verify [path]',
    'Verify offline, believing nothing: a folder, a database, an exported log, or a receipt.',
    [
      ['eaap verify', 'The gateway in ./.eaap; it may be running.'],
      ['eaap verify .eaap --anchor anchor.txt', 'Held against a checkpoint that was kept elsewhere.'],
      ['eaap verify log.json --key eaap.local+c9d2e7b1+AZ…', 'A log as eaap export writes it.'],
      [
        'eaap verify --receipt receipt.json --action action.json --audience billing',
        'What a target checks before it acts.',
      ],
    ],
  );
  withJson(command)
    .option('--key <key>', 'The verifier key of the log, or a file that holds it.')
    .option('--anchor <file>', 'A checkpoint that was kept elsewhere; may be repeated.', collect)
    .option('--receipt <file>', 'A receipt.')
    .option('--action <file>', 'For a receipt: what the target is asked to do.')
    .option('--audience <name>', 'For a receipt: who the target is.')
    .option('--namespace <name>', 'For a receipt: whose decisions count (default).')
    .option(
      '--possession <signature>',
      'For a receipt: the proof of its holder; from the key beside it unless given.',
    )
    .option('--at <time>', 'For a receipt: the instant to judge by; now unless given.')
    .action(run<Flags>(cli, verify));
}
