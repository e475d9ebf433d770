import { serve } from '@eaap/server';
import { localControl } from './control.ts';
import { GatewayHost } from './host.ts';
import { METHODS } from './methods.ts';

// The process of the gateway itself: it is what `kill` kills. It serves on a port of its own and answers the control
// interface over the channel to its parent.

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: Record<string, unknown>;
}

const [folder, logFile] = process.argv.slice(2);
if (folder === undefined || logFile === undefined || process.send === undefined) {
  process.stderr.write('This program is started by adapter/main.\n');
  process.exit(2);
}

const host = new GatewayHost({
  folder,
  logFile,
  // Standard error is the file that is looked through for what must not be printed.
  log: (entry) => process.stderr.write(`${JSON.stringify(entry)}\n`),
  // Nothing of this process runs on after it: no handler, no answer, no flush.
  die: () => process.kill(process.pid, 'SIGKILL'),
  expose: async (service) => {
    const { url, close } = await serve({ service, port: 0 });
    return { url, close };
  },
});
const control = localControl(host);

process.on('disconnect', () => process.exit(0));
process.on('message', ({ id, method, params }: Asked) => {
  // A method may throw before it has begun; that is an answer like any other.
  const answered = (async () => {
    const run = METHODS[method];
    if (run === undefined) throw new Error(`There is no ${method}.`);
    return run(control, params);
  })();
  answered.then(
    (result) => process.send?.({ id, result: result ?? {} }),
    (error: unknown) =>
      process.send?.({
        id,
        error: { code: 'failed', message: error instanceof Error ? error.message : String(error) },
      }),
  );
});
