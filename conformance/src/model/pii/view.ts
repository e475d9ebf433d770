/** One code unit of a view, and the stretch of the original text it stands for. */
export interface Unit {
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}

/** A reading of a text, unit by unit. */
export type View = readonly Unit[];

export const FILLER = '\uFFFC';

export const original = (text: string): View =>
  text.split('').map((unit, at) => ({ unit, from: at, to: at + 1 }));

export const textOf = (view: View): string => view.map(({ unit }) => unit).join('');

/** The stretch of the original text that `[start, end)` of the view stands for. */
export function stretch(view: View, start: number, end: number): { from: number; to: number } {
  return { from: view[start]?.from ?? 0, to: view[end - 1]?.to ?? 0 };
}

/** Units that spell a text and all stand for the same stretch. */
export function standing(text: string, { from, to }: { from: number; to: number }): Unit[] {
  return text.split('').map((unit) => ({ unit, from, to }));
}

/** A view with stretches of itself, in order and apart, written otherwise. */
export function rewritten(
  view: View,
  changes: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): View {
  const units: Unit[] = [];
  let at = 0;
  for (const { start, end, text } of changes) {
    units.push(...view.slice(at, start), ...standing(text, stretch(view, start, end)));
    at = end;
  }
  return [...units, ...view.slice(at)];
}
