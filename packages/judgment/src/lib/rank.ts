/** The place of `value` in a scale of rising order; what is not on the scale is above all of it. */
function rankOf(scale: readonly string[], value: string): number {
  const at = scale.indexOf(value);
  return at === -1 ? scale.length : at;
}

/** Whether `value` is at least `least` on a scale of rising order. */
export function atLeast<T extends string>(scale: readonly T[], value: T, least: T): boolean {
  return rankOf(scale, value) >= rankOf(scale, least);
}

/** The highest of `values` on a scale of rising order, its lowest step when there are none. */
export function highest<T extends string>(scale: readonly T[], values: Iterable<T>, lowest: T): T {
  let top = lowest;
  for (const value of values) if (atLeast(scale, value, top)) top = value;
  return top;
}

/** Order by UTF-16 code unit, the order of canonical JSON. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
