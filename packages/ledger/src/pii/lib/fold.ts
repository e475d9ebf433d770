import { ViewBuilder, type View } from './view.ts';

/**
 * The zeros of decimal digit blocks that NFKC leaves as they are. Each block holds ten digits in order. Committed
 * rather than asked of the runtime, so that every Node version folds alike.
 */
export const ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
  0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
  0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x11066, 0x110f0, 0x11136, 0x111d0,
  0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60,
  0x16b50, 0x1e140, 0x1e2f0, 0x1e950,
] as const;

const ASCII = /^[\0-\x7f]*$/;
const CLUSTER = /[\s\S]\p{M}*/gu;
/** Drawn as nothing: zero-width characters, soft hyphens, direction marks, variation selectors, tags. */
export const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const MARKS = /\p{M}+/gu;
export const DASH = /[\p{Pd}\u2043\u2212]/u;
export const DOT = /[\u3002\uff61\u2024]/u;
export const SPACE = /\p{Zs}/u;

/**
 * The text as a reader sees it: NFKC, invisible characters gone, marks stripped, every dash `-`, every space ` `,
 * decimal digits of any script ASCII. `undefined` when that changes nothing.
 */
export function fold(view: View): View | undefined {
  if (ASCII.test(view.text)) return undefined;
  const builder = new ViewBuilder(view);
  let changed = false;
  for (const match of view.text.matchAll(CLUSTER)) {
    const cluster = match[0];
    const folded = foldCluster(cluster);
    if (folded !== cluster) changed = true;
    builder.add(folded, match.index, match.index + cluster.length);
  }
  return changed ? builder.build() : undefined;
}

function foldCluster(cluster: string): string {
  if (cluster.length === 1 && cluster <= '\x7f') return cluster;
  let folded = '';
  for (const char of cluster.normalize('NFKC').replace(MARKS, '')) folded += foldChar(char);
  return folded;
}

function foldChar(char: string): string {
  if (char <= '\x7f') return char;
  if (INVISIBLE.test(char)) return '';
  if (SPACE.test(char)) return ' ';
  if (DASH.test(char)) return '-';
  if (DOT.test(char)) return '.';
  const code = char.codePointAt(0) ?? 0;
  for (const zero of ZEROS) if (code >= zero && code < zero + 10) return String(code - zero);
  return char;
}
