import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  parseTime,
  ReceiptRefused,
  systemClock,
  verifyReceipt,
  type Json,
  type ReceiptReason,
} from '@eaap/protocol';
import { DEFAULT_FOLDER } from '@eaap/sdk';
import { EXIT, usage, type ExitCode } from '../lib/exit.ts';
import { readJson } from '../lib/files.ts';
import { filesOf } from '../lib/folder.ts';
import { parseWhen } from '../lib/input.ts';
import type { Io } from '../lib/io.ts';
import type { Output } from '../lib/output.ts';
import { wrap } from '../lib/text.ts';
import { folderKey, givenKey } from '../lib/verifier-key.ts';

export interface ReceiptFlags {
  readonly key?: string;
  readonly receipt?: string;
  readonly action?: string;
  readonly audience?: string;
  readonly namespace?: string;
  readonly possession?: string;
  readonly at?: string;
}

interface ReceiptVerification {
  readonly ok: boolean;
  readonly code: ReceiptReason | null;
  readonly message: string;
  readonly verifier_key: string;
  readonly key_from: string;
  readonly possession_shown: boolean;
  readonly not_shown: readonly string[];
}

async function possessionOf(io: Io, flags: ReceiptFlags): Promise<string | undefined> {
  if (flags.possession !== undefined) return flags.possession;
  const beside = `${flags.receipt ?? ''}.key`;
  if (!existsSync(resolve(io.cwd, beside))) return undefined;
  const { possession } = ((await readJson(io, beside)) ?? {}) as { possession?: Json };
  return typeof possession === 'string' ? possession : undefined;
}

/** An action as it is, or as `evaluate --out` wrote it. */
function actionIn(document: Json): Json {
  const { action } = (document ?? {}) as { action?: Json };
  return action ?? document;
}

/** Verifies a receipt as a target would, but for its memory of those it has seen. */
export async function verifyReceiptFile(io: Io, out: Output, flags: ReceiptFlags): Promise<ExitCode> {
  const { receipt, action, audience } = flags;
  if (receipt === undefined || action === undefined || audience === undefined) {
    throw usage(
      'A receipt is verified for an action and a target: --receipt FILE --action FILE --audience NAME.',
    );
  }
  const now = systemClock().now();
  const possession = await possessionOf(io, flags);
  const found =
    flags.key === undefined
      ? await folderKey(io, filesOf(io, io.env['EAAP_PATH'] || DEFAULT_FOLDER).database)
      : await givenKey(io, flags.key);
  let refused: ReceiptRefused | undefined;
  try {
    verifyReceipt({
      receipt: await readJson(io, receipt),
      action: actionIn(await readJson(io, action)),
      audience,
      namespace: flags.namespace ?? 'default',
      verifierKey: found.key,
      now: flags.at === undefined ? now : parseTime(parseWhen(flags.at, '--at', now)),
      possession: possession ?? '',
      claim: () => true,
    });
  } catch (error) {
    if (!(error instanceof ReceiptRefused)) throw error;
    // Possession is looked at last: without a signature to look at, all else has been shown by then.
    if (possession !== undefined || error.reason !== 'possession') refused = error;
  }
  const result: ReceiptVerification = {
    ok: refused === undefined,
    code: refused?.reason ?? null,
    message: refused?.message ?? 'This action may be done at this target, by whoever holds the key.',
    verifier_key: found.key,
    key_from: found.from,
    possession_shown: possession !== undefined && refused === undefined,
    not_shown: [
      ...(possession === undefined
        ? ['That whoever presents it holds its key: --possession SIGNATURE.']
        : []),
      'That it was not used already: only the target knows.',
    ],
  };
  out.answer(result, (value) => [
    value.ok
      ? `${out.colours.green(out.colours.bold('VALID'))}  ${value.message}`
      : `${out.colours.red(out.colours.bold('REFUSED'))}  ${value.message}`,
    ...out.pairs([['key', `${value.verifier_key} (${value.key_from})`]]),
    'Not shown by this:',
    ...value.not_shown.flatMap((line) => wrap(`  - ${line}`, out.columns, 2)),
  ]);
  return result.ok ? EXIT.done : EXIT.refused;
}
