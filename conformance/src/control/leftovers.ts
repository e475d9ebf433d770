import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const NAME = 'EAAP_ADAPTER_RUN';

/** A mark that everything an adapter starts bears in its environment, and by which it is found when it has left the group. */
export const newMark = (): string => `${NAME}=${randomUUID()}`;

/** The environment of an adapter with its mark. */
export const environmentWith = (mark: string): NodeJS.ProcessEnv => ({
  ...process.env,
  [NAME]: mark.slice(NAME.length + 1),
});

/** Processes that bear a mark, as far as `/proc` tells; none where there is no `/proc`. */
function marked(mark: string): number[] {
  let names: string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return names.map(Number).filter((pid) => {
    if (pid === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark);
    } catch {
      return false; // It has gone, or is somebody else's.
    }
  });
}

/** Ends an adapter and all it started, in its group or out of it; what has ended already is left alone. */
export function endAll(pid: number | undefined, mark: string): void {
  for (const one of [...(pid === undefined ? [] : [-pid]), ...marked(mark)])
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended already.
    }
}
