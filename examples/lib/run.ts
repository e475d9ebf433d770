/** Runs an example as a reader does, in a process of its own, and gives what it wrote. For the tests. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function runExample(name: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=eaap-source', '--import', 'tsx', `examples/${name}/main.ts`],
    { cwd: ROOT },
  );
  return stdout;
}
