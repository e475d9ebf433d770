import { lower } from '../text.ts';
import { blanked, find, tokenless, type Piece } from './pieces.ts';

const W = 'A-Za-z0-9_\\u0080-\\uffff';
const L = '[A-Za-z0-9\\u0080-\\uffff]';
const FILES =
  'bak bmp conf cpp css csv doc docx gif gz htm html ini ipynb java jpeg jpg js json jsonl jsx log mkv mp3 mp4 odt ogg pdf php png ppt pptx rar rtf sql svg tar tex tiff toml ts tsx txt wav webp xls xlsx xml yaml yml'.split(
    ' ',
  );

/** A name in running text: it ends where a capital begins a sentence. */
function own(piece: Piece): Piece[] {
  const labels: string[] = [];
  for (const label of piece.form.split('.')) {
    const before = labels.at(-1);
    if (before !== undefined && labels.length > 1 && /^[A-Z]/.test(label) && /^[a-z0-9-]+$/.test(before))
      break;
    labels.push(label);
  }
  const last = lower(labels.at(-1) ?? '');
  if (FILES.includes(last) || /^[0-9]+$/.test(last)) return [];
  return [{ ...piece, form: lower(labels.join('.')) }];
}

/** RFC-0005 section 14.5. */
export function hostsIn(text: string): Piece[] {
  const scheme = '(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*://';
  const urls = find(`${scheme}([^\\s/?#"'<>()[\\]{}|\\\\^\`,;]*)[^\\s"'<>]*`, '', text, 1).map((piece) => {
    const host = lower(piece.form).replace(/[.:]+$/, '');
    return { ...piece, form: host === '' || host.includes('@') ? '?' : host };
  });
  const name = `(?<![${W}@])(?:${L}(?:(?:${L}|-)*${L})?\\.)+[A-Za-z\\u0080-\\uffff]{2,24}(?![${W}@-])`;
  return [
    ...urls,
    ...find(name, '', tokenless(blanked(text, urls))).flatMap(own),
    ...find('\\[PII:ip:[0-9a-f]{32}\\]', '', text),
  ];
}
