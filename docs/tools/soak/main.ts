/** `npm run soak`: what takes too long for every day. A lane is a file of `lanes/`, found by its name. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Lane } from './lane.ts';
import { soak } from './soak.ts';

const lanes: Lane[] = [];
for (const file of readdirSync(new URL('./lanes/', import.meta.url)).sort()) {
  if (!/^[a-z-]+\.ts$/.test(file)) continue;
  const { lane } = (await import(new URL(`./lanes/${file}`, import.meta.url).href)) as { lane: Lane };
  lanes.push(lane);
}

let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // Asked a second time it ends at once.
    if (stopped) process.exit(130);
    stopped = true;
    console.log('Ends after this round.');
  });

process.exitCode = await soak(lanes, process.argv.slice(2), {
  say: (line) => console.log(line),
  folder: fileURLToPath(new URL('../../soak', import.meta.url)),
  isStopped: () => stopped,
});
