/** A run of letters, digits and dashes, which a label is when it neither begins nor ends with a dash. */
const RUN = /[A-Za-z0-9\u0080-\uffff-]*/y;
const DOMAIN = /[A-Za-z\u0080-\uffff]{2,24}(?![A-Za-z0-9_\u0080-\uffff@-])/y;
const OPENS = /[A-Za-z0-9\u0080-\uffff]/;
/** What no name stands behind. */
const INSIDE = /[A-Za-z0-9_\u0080-\uffff@]/;

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/**
 * Names of two labels or more that stand in a text, as `(?<![W@])(?:L\.)+[A-Za-z\u0080-\uffff]{2,24}(?![W@-])` finds
 * them (RFC-0005 section 14.5): from the left, each as long as can be. The pattern itself looks at the rest of a chain of
 * labels from each of them; here a chain in which no name ends is left behind as a whole, since none of its parts has one.
 */
export function bareNames(text: string): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let at = 0; at < text.length;) {
    if (!OPENS.test(text.charAt(at)) || (at > 0 && INSIDE.test(text.charAt(at - 1)))) {
      at++;
      continue;
    }
    let [label, end, run] = [at, -1, at];
    while (OPENS.test(text.charAt(label))) {
      run = endOf(RUN, text, label);
      if (text.charAt(run) !== '.' || text.charAt(run - 1) === '-') break;
      run = label = run + 1;
      end = Math.max(end, endOf(DOMAIN, text, label));
    }
    if (end > 0) found.push({ start: at, end });
    at = end > 0 ? end : Math.max(run, at + 1);
  }
  return found;
}
