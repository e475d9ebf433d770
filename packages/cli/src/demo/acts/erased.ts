import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyDatabase } from '@eaap/ledger';
import { Gateway, readCredentials } from '@eaap/sdk';
import { CUSTOMER, databaseOf, MAIL, problemOf, refusalOf, type Stage } from '../stage.ts';

/** Which files of a folder hold a text in clear. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(folder, entry.name)).includes(text))
    .map(({ name }) => name);
}

/** A backup from before, opened with the keys there are now. */
async function readBackup({ folder, left }: Stage): Promise<string> {
  const now = join(folder, 'gateway');
  const then = join(folder, 'restored');
  mkdirSync(then, { mode: 0o700 });
  copyFileSync(left.backup ?? '', join(then, 'gateway.db'));
  for (const file of ['keys.db', 'kek.key', 'credentials.json'])
    copyFileSync(join(now, file), join(then, file));
  const gateway = await Gateway.open({ path: then, keys: readCredentials(now)?.keys ?? {} }).catch(problemOf);
  if (!(gateway instanceof Gateway)) return gateway.type;
  const refused = await refusalOf(gateway.search({ subject: CUSTOMER }));
  await gateway.close();
  return refused?.type ?? 'it can be read';
}

/** A person erased, and the log still verifying. */
export async function erased(stage: Stage): Promise<void> {
  const { narrator, verifierKey, left } = stage;
  narrator.begin('A person erased');
  await stage.open();
  const { gateway } = stage;
  narrator.say(
    'admin',
    `erases ${CUSTOMER}, who asked for it: what is known of her, what was done for her, her mail.`,
  );
  const answer = await gateway.erase({
    subject: CUSTOMER,
    identifiers: [MAIL],
    reason: 'Asked for by the person.',
  });
  const { facts, evaluations, escalations, keys } = answer.erased;
  const after = await gateway.search({ subject: CUSTOMER });
  narrator.expect(
    'gateway',
    after.snapshot.facts.length === 0 && keys > 0,
    `${facts} facts, ${evaluations} evaluations and ${escalations} escalations gone, ${keys} key${keys === 1 ? '' : 's'} destroyed.`,
    { ...answer.erased },
  );
  await stage.shut();

  const folder = join(stage.folder, 'gateway');
  const control = filesWith(folder, 'namespace.created');
  const found = [MAIL, CUSTOMER, 'acct_anna'].flatMap((text) => filesWith(folder, text));
  narrator.expect(
    'auditor',
    control.length > 0 && found.length === 0,
    'reads every byte of the files: what lies in clear is found, and nothing of her is.',
    { found, control },
  );
  const backup = await readBackup(stage);
  narrator.expect(
    'auditor',
    backup === 'key-store-unavailable',
    'a backup from before cannot be read: its keys are gone.',
    { problem: backup },
  );
  const whole = verifyDatabase(databaseOf(stage), { verifierKey, anchor: left.anchor ?? [] });
  const size = whole.namespaces.find(({ namespace }) => namespace === 'default')?.size ?? 0;
  narrator.expect(
    'auditor',
    whole.ok,
    `eaap verify: ${size} records, nothing found; the checkpoint kept before still fits.`,
    { size },
  );
}
