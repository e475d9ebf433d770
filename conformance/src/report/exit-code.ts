import type { Report } from './types.ts';

/** The exit code of a run: what is known to be wrong comes before what is not known. */
export function exitCodeOf({ mode, requirements }: Pick<Report, 'mode' | 'requirements'>): 0 | 1 | 5 {
  if (requirements.some(({ verdict }) => verdict === 'FAIL')) return 1;
  const must = requirements.filter(({ level }) => level === 'MUST');
  if (must.some(({ verdict }) => verdict === 'INCONCLUSIVE')) return 5;
  // Over the wire alone the higher grades cannot be had; the report says so, and that is no fault of the gateway.
  return mode !== 'url' && must.some(({ verdict }) => verdict === 'NOT_EVIDENCED') ? 5 : 0;
}
