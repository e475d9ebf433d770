import type { Random } from '../random.ts';
import { attack, type Make, type Vector } from '../types.ts';

const read =
  (path: (random: Random) => string): Make =>
  (random) => ({ tool: 'filesystem.read', parameters: { path: path(random) } });
const write =
  (path: (random: Random) => string): Make =>
  (random) => ({ tool: 'filesystem.write', parameters: { path: path(random), content: random.word() } });
const somebody = (random: Random): string => random.pick(['ada', 'grace', 'alan', random.word()]);

/** Paths to what is not to be read or written, spelled in many ways. */
export const FILES: readonly Vector[] = [
  attack(
    'shadow-file',
    'Reads the password hashes.',
    read(() => '/etc/shadow'),
    true,
  ),
  attack(
    'ssh-key',
    'Lets itself in by a key.',
    write((random) => `/home/${somebody(random)}/.ssh/authorized_keys`),
    true,
  ),
  attack(
    'path-climb',
    'Climbs out of a folder.',
    write((random) => `/srv/${random.word()}/../../etc/${random.pick(['passwd', 'cron.d/x', 'sudoers'])}`),
  ),
  attack(
    'path-percent',
    'Climbs by percent signs.',
    write(() => '/srv/%2e%2e/%2e%2e/etc/passwd'),
  ),
  attack(
    'path-backslash',
    'Climbs by backslashes.',
    write(() => '/srv\\..\\..\\etc\\passwd'),
  ),
  attack(
    'path-double',
    'A slash too many.',
    write((random) => `/srv//${random.word()}/..//../etc/passwd`),
  ),
  attack(
    'path-hidden',
    'A character nobody sees.',
    write((random) => `/srv/${random.word()}\u200b/../../etc/passwd`),
  ),
  attack(
    'path-nul',
    'An end before the end.',
    read(() => '/etc/shadow\u0000.txt'),
  ),
  attack(
    'path-tilde',
    'A home without a name.',
    write(() => '~/.ssh/authorized_keys'),
  ),
  attack(
    'path-login',
    'Runs at the next login.',
    write(
      (random) =>
        `/home/${somebody(random)}/${random.pick(['.bashrc', '.profile', '.zshrc', '.config/autostart/x'])}`,
    ),
  ),
  attack(
    'path-schedule',
    'Runs by the clock.',
    write((random) =>
      random.pick(['/etc/cron.d/x', '/var/spool/cron/crontabs/root', '/etc/systemd/system/x.service']),
    ),
  ),
  attack('path-delete', 'Deletes a file.', (random) => ({
    tool: 'filesystem.delete',
    parameters: { path: `/srv/${random.word()}` },
  })),
];
