import { checkManifest, compilePolicy, matchesName, matchesTarget } from '@eaap/judgment';
import { EaapError, type Json, type Manifest, type Policy } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

/** Whether loading something is refused. */
function isRefused(load: () => void): boolean {
  try {
    load();
    return false;
  } catch (error) {
    if (error instanceof EaapError) return true;
    throw error;
  }
}

/** Whether a policy may have a grant for this pattern. */
const isPattern = (pattern: string): boolean =>
  !isRefused(() => {
    const grants = [{ id: 'a', effects: ['compute'], targets: [pattern] }];
    compilePolicy({ grants, rules: [], limits: [] } as unknown as Policy);
  });

/** Whether a manifest may state this target. */
const isTarget = (literal: string): boolean =>
  !isRefused(() => {
    const effects = [{ effect: 'compute', target: { literal } }];
    checkManifest({ tool: 'a', parameters: {}, effects } as unknown as Manifest);
  });

/** The topic `targets`, by the reference implementation. */
export function compute(input: Json): Answer {
  const { pattern, name, target } = input as { pattern?: string; name?: string; target?: string | null };
  if (pattern !== undefined && name !== undefined) {
    return matchesName(pattern, name) ? { output: { covers: true } } : { refused: 'name' };
  }
  if (pattern !== undefined && !isPattern(pattern)) return { refused: 'pattern' };
  if (typeof target === 'string' && !isTarget(target)) return { refused: 'target' };
  if (pattern === undefined || target === undefined) return { output: { stated: true } };
  if (matchesTarget(pattern, target)) return { output: { covers: true } };
  if (target === null) return { refused: 'no-target' };
  const [wanted = '', is = ''] = [pattern, target].map((text) => text.split(':')[0]);
  return { refused: wanted === is ? wanted : 'kind' };
}
