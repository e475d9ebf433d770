import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  Action,
  CommitRequest,
  confirmationKey,
  matches,
  signPossession,
  toBase64Url,
  Uuid,
  validate,
  type Json,
  type Receipt,
} from '@eaap/protocol';
import { addCommand, run, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { jsonText } from '../lib/clean.ts';
import { usage } from '../lib/exit.ts';
import { mustBeFree, readJson, replacePrivate, writeNew } from '../lib/files.ts';
import type { Output } from '../lib/output.ts';

interface Flags extends ClientFlags {
  readonly audience?: string;
  readonly action?: string;
  readonly receipt?: string;
  readonly idempotencyKey?: string;
}

interface Given {
  readonly token: string;
  readonly action: Json;
  readonly evaluation: string | undefined;
}

/** What `evaluate --out` wrote, or `evaluate --json` printed; `--action` says what is really going to happen. */
function givenOf(document: Json, action: Json | undefined): Given {
  const {
    token,
    action: evaluated,
    evaluation,
  } = (document ?? {}) as {
    token?: Json;
    action?: Json;
    evaluation?: { id?: Json } | null;
  };
  const wanted = action ?? evaluated;
  if (typeof token !== 'string' || wanted === undefined) {
    throw usage('This is not what eaap evaluate gives for an ALLOW: it needs a token and an action.');
  }
  const id = evaluation?.id;
  return { token, action: wanted, evaluation: matches(Uuid, id) ? id : undefined };
}

/** The private half of a confirmation key, and the proof of possession that a target asks for. */
export interface ConfirmationFile {
  readonly v: 1;
  readonly audience: string;
  readonly jti: string;
  readonly public_key: string;
  readonly seed: string;
  readonly possession: string;
}

function lines(out: Output, receipt: Receipt, files: { receipt: string; key: string }): string[] {
  const { claims } = receipt;
  return [
    `${out.colours.green(out.colours.bold('COMMITTED'))}  It may happen now, once, at ${claims.audience}.`,
    ...out.pairs([
      ['evaluation', claims.evaluation],
      ['receipt', `${claims.jti}, until ${claims.expires_at}`],
      ['log', `entry ${receipt.index}, proven in a signed checkpoint`],
      ['saved', `${files.receipt}\n${files.key} (the key that shows it is yours)`],
    ]),
    `${out.colours.cyan('→')} eaap outcome ${claims.evaluation} executed`,
  ];
}

export function registerCommit(cli: Cli): void {
  const command = addCommand(
    cli.program,
    'commit <file>',
    'Redeem a token: all is checked and judged again, and the receipt is given.',
    [
      ['eaap commit refund.json --audience billing', 'What eaap evaluate --out wrote.'],
      ['eaap evaluate --action action.json --json | eaap commit - --receipt receipt.json', 'In one line.'],
    ],
  );
  clientOptions(command)
    .option('--audience <name>', 'The target that is to act; the name of the tool unless given.')
    .option('--action <file>', 'What is really going to happen, where it is not in the file.')
    .option('--receipt <file>', 'Where the receipt goes (receipt-<evaluation>.json); its key goes beside it.')
    .option('--idempotency-key <key>', 'The same key again gets the same receipt.')
    .action(
      run<Flags>(cli, async ({ io, out, flags, args: [file = ''] }) => {
        const action = flags.action === undefined ? undefined : await readJson(io, flags.action);
        const given = givenOf(await readJson(io, file), action);
        const receiptFile = flags.receipt ?? `receipt-${given.evaluation ?? 'new'}.json`;
        const files = { receipt: receiptFile, key: `${receiptFile}.key` };
        mustBeFree(io, files.receipt, files.key);
        return withClient(io, flags, async ({ gateway }) => {
          const { publicKey, seed } = confirmationKey(gateway.entropy);
          const acted = validate(Action, given.action);
          const request = validate(CommitRequest, {
            token: given.token,
            action: acted,
            audience: flags.audience ?? acted.tool,
            confirmation_key: publicKey,
          });
          // Before the commit: a token that is spent on a receipt whose key cannot be kept is lost.
          writeNew(io, files.key, `${toBase64Url(seed)}\n`, 0o600);
          let receipt: Receipt;
          // A key of this run alone: an answer that was lost is asked for again, and nobody else's is given.
          try {
            ({ receipt } = await gateway.commit(request, flags.idempotencyKey ?? `commit:${publicKey}`));
          } catch (error) {
            rmSync(resolve(io.cwd, files.key), { force: true });
            throw error;
          }
          const { jti, audience } = receipt.claims;
          const confirmation: ConfirmationFile = {
            v: 1,
            audience,
            jti,
            public_key: publicKey,
            seed: toBase64Url(seed),
            possession: signPossession(seed, { jti, audience }),
          };
          replacePrivate(io, files.key, `${jsonText(confirmation)}\n`);
          writeNew(io, files.receipt, `${jsonText(receipt)}\n`);
          out.answer({ receipt, files }, (value) => lines(out, value.receipt, files));
          return undefined;
        });
      }),
    );
}
