import { keptOf } from './bodies.ts';
import type { Report, Stated } from './types.ts';

/** A value of a statement as text, as far as it is kept. */
export function valueText(
  stated: Stated,
  which: 'expected' | 'got',
  { bodies }: Pick<Report, 'bodies'>,
): string {
  const number = stated[`${which}_body`];
  if (number !== undefined) return keptOf(bodies[number] ?? '');
  const value = stated[which];
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
