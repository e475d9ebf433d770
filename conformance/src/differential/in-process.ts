import { openBench } from '../zoo/bench.ts';
import { HEALTHY, type Mutant } from '../zoo/types.ts';
import type { Site } from './site.ts';

/** A gateway in this process, right or broken, with its clock stopped. */
export async function openSite(
  mutant: Mutant = HEALTHY,
): Promise<{ site: Site; close: () => Promise<void> }> {
  const { bench, close } = await openBench(mutant);
  const { sut, control, systemKey, nextNamespace } = bench;
  const begin = async (): Promise<void> => void (await control.freeze());
  await begin();
  const reset = async (): Promise<void> => {
    await control.reset();
    await begin();
  };
  const restart = async (): Promise<void> => {
    await control.kill();
    await control.start();
  };
  return { site: { sut, clock: control, isOwn: true, systemKey, nextNamespace, reset, restart }, close };
}
