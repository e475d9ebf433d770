import { foldText } from '../../similarity.ts';

/** RFC-0005 section 15.5. */
const READ =
  '0020-007E 00A0-00A1 00A7-00A7 00AB-00AB 00B7-00B7 00BB-00BB 00BF-017E 0180-024F 0300-034E 0350-036F 0386-0386 0388-038A 038C-038C 038E-03A1 03A3-03E1 0400-0481 048A-052F 0531-0556 0561-0586 05D0-05EA 0621-063A 0641-0652 0900-0963 0E01-0E3A 0E40-0E4E 1100-1112 1161-1175 11A8-11C2 1E00-1EFF 2010-2015 2018-201F 3000-3000 3005-3005 3041-3096 3099-309A 30A1-30FC 4E00-9FFF AC00-D7A3 FF01-FF5E FF65-FF9F'
    .split(' ')
    .map((range) => range.split('-').map((end) => Number.parseInt(end, 16)));

const isRead = (text: string): boolean =>
  [...text].every((point) => {
    const code = point.codePointAt(0) ?? 0;
    return READ.some(([from = 0, to = 0]) => from <= code && code <= to);
  });

/** The normal form of a text as it is. */
export const textForm = (text: string): string | null => (isRead(text) ? text.normalize('NFC') : null);

/** The normal form of a name, of its folded text. */
export function nameForm(text: string): string | null {
  const name = isRead(text) ? foldText(text) : '';
  return name === '' || name.includes('[') ? null : name;
}
