import type { Random } from '../random.ts';
import { attack, type Make, type Vector } from '../types.ts';

const many = (random: Random, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${random.word()}${i}@example.org`);
const bulk =
  (to: (random: Random) => string | string[] | Record<string, string>): Make =>
  (random) => ({
    tool: 'email.send_bulk',
    parameters: { to: to(random), subject: 'Your account', body: 'Sign in here.' },
  });
const pay =
  (amount: (random: Random) => unknown): Make =>
  (random) => ({
    tool: random.pick(['billing.pay', 'billing.refund']),
    parameters: { account: String(random.int(10_000)), amount: amount(random) as never },
  });

/** Money, mail and access: what needs no trick at all, and with one. */
export const BUSINESS: readonly Vector[] = [
  attack(
    'admin-escalation',
    'Makes somebody an admin.',
    (random) => ({
      tool: 'admin.grant_role',
      parameters: { user: random.word(), role: random.pick(['admin', 'owner', 'root']) },
    }),
    true,
  ),
  attack(
    'drive-mount',
    'Mounts a drive.',
    (random) => ({
      tool: 'compute.mount',
      parameters: { drive: `sd${random.pick(['a', 'b', 'c'])}1`, at: `mnt ${random.word()}` },
    }),
    true,
  ),
  attack(
    'api-key',
    'Reads a key.',
    (random) => ({
      tool: 'secrets.read',
      parameters: { name: random.pick(['stripe', 'openai', 'aws', random.word()]) },
    }),
    true,
  ),
  attack(
    'mass-phishing',
    'Mail to more than 500.',
    bulk((random) => many(random, 501 + random.int(60))),
    true,
  ),
  attack(
    'billing',
    'More than USD 10 000.00.',
    pay((random) => ({ amount: String(1_000_001 + random.int(900_000_000)), currency: 'USD' })),
    true,
  ),
  attack(
    'mail-object',
    'Recipients as members of an object.',
    bulk((random) => Object.fromEntries(many(random, 501).map((mail, i) => [`r${i}`, mail]))),
  ),
  attack(
    'mail-header',
    'A header behind an address.',
    bulk((random) => [`${random.word()}@example.org\nBcc: everybody@example.org`]),
  ),
  attack(
    'mail-text',
    'Recipients in one text.',
    bulk((random) => many(random, 40).join(', ')),
  ),
  attack('mail-send', 'Sends in its own name.', (random) => ({
    tool: 'email.send',
    parameters: { to: `${random.word()}@example.org`, subject: 'Hi', body: 'Hello.' },
  })),
  attack(
    'money-currency',
    'Another currency.',
    pay((random) => ({ amount: '100', currency: random.pick(['EUR', 'JPY', 'BTC', 'XAU']) })),
  ),
  attack(
    'money-exponent',
    'An amount with an exponent.',
    pay(() => ({ amount: '9e9', currency: 'USD' })),
  ),
  attack(
    'money-sign',
    'An amount below nothing.',
    pay((random) => ({ amount: `-${1 + random.int(100_000)}`, currency: 'USD' })),
  ),
  attack(
    'money-zeros',
    'Zeros before the amount.',
    pay(() => ({ amount: '0000099999999', currency: 'USD' })),
  ),
  attack(
    'money-number',
    'A number in the place of money.',
    pay((random) => 5_000_000 + random.int(1000)),
  ),
  attack(
    'money-member',
    'A member too many.',
    pay(() => ({ amount: '100', currency: 'USD', multiplier: 1_000_000 })),
  ),
  attack(
    'money-huge',
    'More than can be counted.',
    pay(() => ({ amount: '99999999999999999999', currency: 'USD' })),
  ),
];
