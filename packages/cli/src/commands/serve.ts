import { existsSync } from 'node:fs';
import { DIALECTS, loadExtractors } from '@eaap/extractors';
import { EaapError } from '@eaap/protocol';
import { DEFAULT_PORT, loggerTo, serve, type Serving } from '@eaap/server';
import { addCommand, run, wholeNumber, withJson, type Cli } from '../lib/cli.ts';
import { CliError, EXIT } from '../lib/exit.ts';
import { announce, filesOf, furnish, shown, type FolderFiles } from '../lib/folder.ts';
import type { Io } from '../lib/io.ts';
import { logLine } from '../lib/log-line.ts';
import type { Output } from '../lib/output.ts';

interface Flags {
  readonly path?: string;
  readonly host: string;
  readonly port: number;
  readonly allowRemote?: boolean;
  readonly extractors?: string;
}

/** The extractors that are asked for: all there are, or those of some dialects. */
async function extractorsOf(asked: string | undefined): Promise<Awaited<ReturnType<typeof loadExtractors>>> {
  if (asked === undefined) return new Map();
  const dialects = asked === 'all' ? DIALECTS : asked.split(',').map((dialect) => dialect.trim());
  const unknown = dialects.find((dialect) => !(DIALECTS as readonly string[]).includes(dialect));
  if (unknown !== undefined) {
    throw new CliError(EXIT.usage, `--extractors: nothing here reads ${JSON.stringify(unknown)}.`, [
      `There are: ${DIALECTS.join(', ')}; or all.`,
    ]);
  }
  return loadExtractors(dialects);
}

/** A path for a shell, as it is where it is plain. */
const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;

/** What can be pasted into a shell: an evaluation, asked with the key of the agent. */
function curlOf(io: Io, files: FolderFiles, url: string): string[] {
  return [
    `curl -s ${url}/v2/actions/evaluate \\`,
    `  -H "Authorization: Bearer $(cat ${quoted(shown(io, files.keyOf('agent')))})" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"action": {"tool": "crm.lookup", "environment": "production",`,
    `       "parameters": {"customer": "customer:42"}}}'`,
  ];
}

async function start(io: Io, out: Output, flags: Flags, files: FolderFiles): Promise<Serving> {
  const { host, port, allowRemote = false } = flags;
  const extractors = await extractorsOf(flags.extractors);
  const write = io.terminal ? (line: string) => io.stderr(logLine(line, out.colours)) : io.stderr;
  try {
    return await serve({
      path: files.folder,
      host,
      port,
      allowRemote,
      extractors,
      logger: loggerTo(write),
    });
  } catch (error) {
    const code =
      error instanceof EaapError ? (error.cause as { code?: unknown } | undefined)?.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new CliError(
        EXIT.unreachable,
        `Port ${port} on ${host} is in use already.`,
        [
          `Choose another one: eaap serve --port ${port + 1}`,
          'or see what is there: eaap status --url ' + `http://${host}:${port}`,
        ],
        { port, host },
        { cause: error },
      );
    }
    // Only what could not be listened on; a damaged database has a code of its own, too.
    if (typeof code === 'string' && error instanceof EaapError && error.type === 'invalid-request') {
      throw new CliError(
        EXIT.unreachable,
        `${host}:${port} cannot be listened on (${code}).`,
        [],
        { port, host },
        { cause: error },
      );
    }
    if (error instanceof EaapError && error.type === 'invalid-request' && !allowRemote) {
      throw new CliError(
        EXIT.usage,
        `${host} can be reached from other machines, and keys travel in clear.`,
        ['Put TLS in front, and say so: --allow-remote'],
        { host },
        { cause: error },
      );
    }
    throw error;
  }
}

export function registerServe(cli: Cli): void {
  const command = addCommand(cli.program, 'serve', 'Serve the gateway, making it on the first start.', [
    ['eaap serve', 'On http://127.0.0.1:8787, in ./.eaap.'],
    ['eaap serve --port 0 --path /srv/eaap', 'On any free port.'],
    ['eaap serve --extractors shell.bash', 'Read command lines, and say so at /.well-known/eaap.'],
  ]);
  withJson(command)
    .option('--path <folder>', 'The folder of the gateway (or EAAP_PATH; ./.eaap).')
    .option('--host <address>', 'Where to listen.', '127.0.0.1')
    .option(
      '--port <port>',
      'The port; 0 for any that is free.',
      wholeNumber('--port', 0, 65_535),
      DEFAULT_PORT,
    )
    .option('--allow-remote', 'Listen where other machines can reach it.')
    .option(
      '--extractors <dialects>',
      `Read code that actions carry: all, or of ${DIALECTS.join(', ')}, divided by commas. Without it code blocks.`,
    )
    .action(
      run<Flags>(cli, async ({ io, out, flags }) => {
        const files = filesOf(io, flags.path ?? (io.env['EAAP_PATH'] || undefined));
        const fresh = !existsSync(files.database);
        // Before anything is said: whoever reads the address may ask us to end at once.
        const ended = io.ended();
        const serving = await start(io, out, flags, files);
        const withdraw = announceServing(files, serving);
        const { url } = serving;
        const keys = existsSync(files.credentials) ? shown(io, files.credentials) : null;
        out.answer({ url, folder: files.folder, credentials: keys, fresh }, () => [
          `${out.colours.bold('EAAP gateway')}${fresh ? ', made just now' : ''}`,
          ...out.pairs([
            ['address', out.colours.cyan(url)],
            ['folder', shown(io, files.folder)],
            [
              'keys',
              keys === null
                ? 'not in the folder; use your own'
                : `${keys}, and one file a role in ${shown(io, files.keyOf('agent')).replace(/[^/\\]+$/, '')}`,
            ],
          ]),
          '',
          'Paste this into another terminal:',
          '',
          ...curlOf(io, files, url).map((line) => `  ${line}`),
          '',
          out.colours.dim('Ctrl-C lets what runs end, then stops.'),
        ]);
        await ended;
        withdraw();
        await serving.close();
        out.note('Stopped.');
        return undefined;
      }),
    );
}

function announceServing(files: FolderFiles, serving: Serving): () => void {
  furnish(files, serving.service.ledger.verifierKey);
  return announce(files, serving.url);
}
