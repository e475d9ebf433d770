import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { EaapError, ROLES, type Role } from '@eaap/protocol';
import { Gateway, Service } from '@eaap/sdk';
import { oneOf, withJson } from './cli.ts';
import { keyOf, readCredentialsFile, systemKey, type Keys } from './credentials.ts';
import { CliError, EXIT, usage } from './exit.ts';
import { readText } from './files.ts';
import { filesOf, readVerifierKey, servedAt, shown, type FolderFiles } from './folder.ts';
import type { Io } from './io.ts';

/** How a command finds its gateway and its keys. */
export interface ClientFlags {
  readonly url?: string;
  readonly path?: string;
  readonly credentials?: string;
  readonly keyFile?: string;
  readonly key?: string;
  readonly role?: Role;
}

const OPTIONS: readonly (readonly [flags: string, description: string])[] = [
  ['--url <url>', 'The gateway at this address (or EAAP_URL).'],
  ['--path <folder>', 'The gateway in this folder, served or not (or EAAP_PATH; ./.eaap).'],
  ['--credentials <file>', 'Keys by role (credentials.json of the folder).'],
  ['--key-file <file>', 'One key, in a file (or the key itself in EAAP_KEY).'],
  ['--key <->', 'One key, from standard input: - is the only value, since others see arguments.'],
];

/** The options of every command that asks a gateway. */
export function clientOptions(command: Command): Command {
  withJson(command);
  const heading = 'Which gateway, which key:';
  for (const [flags, description] of OPTIONS) {
    command.addOption(new Option(flags, description).helpGroup(heading));
  }
  return command.addOption(
    new Option('--role <role>', 'Ask with the key of this role.')
      .argParser(oneOf('--role', ROLES))
      .helpGroup(heading),
  );
}

/** Where the gateway is. */
type Place = { readonly url: string; readonly files?: FolderFiles } | { readonly files: FolderFiles };

function isLoopback(url: string): boolean {
  try {
    return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
  } catch {
    return false;
  }
}

async function place(io: Io, flags: ClientFlags): Promise<Place> {
  if (flags.url !== undefined && flags.path !== undefined)
    throw usage('--url and --path exclude each other.');
  const url = flags.url ?? (flags.path === undefined ? io.env['EAAP_URL'] : undefined);
  if (url !== undefined && url !== '') return { url };
  const files = filesOf(io, flags.path ?? (io.env['EAAP_PATH'] || undefined));
  if (!existsSync(files.database)) {
    throw new CliError(EXIT.unreachable, `There is no gateway in ${shown(io, files.folder)}.`, [
      'Make one: eaap init',
      'or name one: --path FOLDER, --url http://127.0.0.1:8787',
    ]);
  }
  const served = servedAt(files);
  return served !== undefined && (await isThis(files, served)) ? { url: served, files } : { files };
}

/** Whether the gateway of this folder is what answers there: keys go nowhere else. */
async function isThis(files: FolderFiles, url: string): Promise<boolean> {
  try {
    const { checkpoint_key } = await Gateway.connect({ url, timeoutMs: 2000 }).discovery();
    return checkpoint_key === readVerifierKey(files);
  } catch {
    return false;
  }
}

async function keysFor(io: Io, flags: ClientFlags, at: Place): Promise<Keys> {
  const given = [flags.key, flags.keyFile, flags.credentials].filter((flag) => flag !== undefined);
  if (given.length > 1) throw usage('Of --key, --key-file and --credentials only one can be given.');
  if (flags.key !== undefined) {
    // Before it is read or repeated: a key in the arguments has been seen by others already.
    if (flags.key !== '-')
      throw usage('--key takes only -, and reads the key from standard input: others see arguments.');
    return { key: keyOf(await readText(io, '-'), 'Standard input') };
  }
  if (flags.keyFile !== undefined) return { key: keyOf(await readText(io, flags.keyFile), flags.keyFile) };
  if (flags.credentials !== undefined) return readCredentialsFile(io, flags.credentials);
  const key = io.env['EAAP_KEY'] ?? '';
  if (key !== '') return { key: keyOf(key, 'EAAP_KEY') };
  const files = at.files ?? filesOf(io, io.env['EAAP_PATH'] || undefined);
  if (at.files === undefined && 'url' in at && !isLoopback(at.url)) {
    throw usage(`Say which key ${at.url} is to get: --credentials FILE, --key-file FILE, or EAAP_KEY.`);
  }
  return existsSync(files.credentials) ? readCredentialsFile(io, shown(io, files.credentials)) : {};
}

/** A gateway and the keys at hand, for as long as `work` takes. */
export interface Client {
  readonly gateway: Gateway;
  /** The same gateway asked by the admin of `system`. @throws EaapError `unauthenticated` without that key. */
  readonly system: () => Gateway;
}

/** A gateway that was reached, to be asked with whatever keys. */
interface Reached {
  with(keys: Pick<Keys, 'key' | 'keys'>): Gateway;
  close(): Promise<void>;
}

/**
 * Reaches the gateway, lets `work` ask it, and lets go of it.
 *
 * @throws CliError, EaapError, GatewayUnreachable
 */
export async function withClient<T>(
  io: Io,
  flags: ClientFlags,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const at = await place(io, flags);
  const keys = await keysFor(io, flags, at);
  const { key, keys: roles } = keys;
  const reached = await reach(io, at);
  try {
    const gateway = reached.with({
      ...(key === undefined ? {} : { key }),
      ...(roles === undefined ? {} : { keys: roles }),
    });
    return await work({
      gateway: flags.role === undefined ? gateway : gateway.as(flags.role),
      system: () => reached.with({ key: systemKey(keys) }),
    });
  } finally {
    await reached.close();
  }
}

async function reach(io: Io, at: Place): Promise<Reached> {
  if ('url' in at) {
    const { url } = at;
    return { with: (keys) => Gateway.connect({ url, ...keys }), close: async () => undefined };
  }
  try {
    const service = await Service.open({ path: at.files.folder });
    return { with: (keys) => Gateway.over(service, keys), close: () => service.close() };
  } catch (error) {
    if (!(error instanceof EaapError) || error.type !== 'storage-locked') throw error;
    throw new CliError(
      EXIT.unreachable,
      `Another process has ${shown(io, at.files.folder)} open, and does not say where it is served.`,
      ['Name its address: --url http://127.0.0.1:8787', 'or wait until it has ended.'],
      { code: 'storage-locked' },
      { cause: error },
    );
  }
}

/** A gateway that is served, and the key of the agent who asks it over HTTP. */
export interface Served {
  readonly url: string;
  readonly agent: string;
  readonly gateway: Gateway;
}

/**
 * Finds a gateway that is served, as other commands do, for whoever sends requests of their own.
 *
 * @throws CliError when it is not served, or there is no key of an agent
 */
export async function servedGateway(io: Io, flags: ClientFlags): Promise<Served> {
  const at = await place(io, flags);
  if (!('url' in at)) {
    throw new CliError(EXIT.unreachable, `The gateway in ${shown(io, at.files.folder)} is not served.`, [
      `Serve it: eaap serve --path ${shown(io, at.files.folder)}`,
    ]);
  }
  const { key, keys } = await keysFor(io, flags, at);
  const agent = keys?.agent ?? key;
  if (agent === undefined) throw usage('There is no key of an agent: --credentials FILE, --key-file FILE.');
  const url = at.url.replace(/\/+$/, '');
  const held = { ...(key === undefined ? {} : { key }), ...(keys === undefined ? {} : { keys }) };
  return { url, agent, gateway: Gateway.connect({ url, ...held }) };
}
