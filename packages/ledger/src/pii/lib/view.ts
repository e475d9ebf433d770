/** Stands where something must not be looked at: it is no letter, no digit, no space and no separator. */
export const FILLER = '\uFFFC';

/**
 * A text to look at, and for each of its code units the range of the original text it came from. Without a map the
 * text is the original one.
 */
export interface View {
  readonly text: string;
  readonly map: { readonly starts: Int32Array; readonly ends: Int32Array } | undefined;
}

/** Collects a view piece by piece. */
export class ViewBuilder {
  readonly #parent: View;
  #text = '';
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(parent: View) {
    this.#parent = parent;
  }

  /** Adds `piece`, which stands for `[start, end)` of the parent's text. */
  add(piece: string, start: number, end: number): void {
    const from = originalStart(this.#parent, start);
    const to = originalEnd(this.#parent, end);
    this.#text += piece;
    for (let i = 0; i < piece.length; i += 1) {
      this.#starts.push(from);
      this.#ends.push(to);
    }
  }

  /** Adds `[start, end)` of the parent's text unchanged. */
  copy(start: number, end: number): void {
    this.#text += this.#parent.text.slice(start, end);
    for (let i = start; i < end; i += 1) {
      this.#starts.push(originalStart(this.#parent, i));
      this.#ends.push(originalEnd(this.#parent, i + 1));
    }
  }

  build(): View {
    return {
      text: this.#text,
      map: { starts: Int32Array.from(this.#starts), ends: Int32Array.from(this.#ends) },
    };
  }
}

/** Where the code unit at `index` of the view starts in the original text. */
export function originalStart(view: View, index: number): number {
  return view.map === undefined ? index : (view.map.starts[index] ?? 0);
}

/** Where the stretch of the view that ends before `end` ends in the original text. */
export function originalEnd(view: View, end: number): number {
  return view.map === undefined ? end : (view.map.ends[end - 1] ?? 0);
}

/** The view with each of the ascending, disjoint ranges replaced by one {@link FILLER}. */
export function withFillers(
  view: View,
  ranges: readonly { readonly start: number; readonly end: number }[],
): View {
  if (ranges.length === 0) return view;
  const builder = new ViewBuilder(view);
  let at = 0;
  for (const range of ranges) {
    builder.copy(at, range.start);
    builder.add(FILLER, range.start, range.end);
    at = range.end;
  }
  builder.copy(at, view.text.length);
  return builder.build();
}
