import { extract } from '@eaap/judgment';
import { canonicalize, type Action, type Json, type Manifest, type Policy } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

/** The topic `extraction`, by the reference implementation. */
export function compute(input: Json): Answer {
  const { action, manifest, selects, document, claimed } = input as unknown as {
    action: Action;
    manifest: Manifest | null;
    selects?: Policy['selects'];
    document?: boolean;
    claimed?: Json;
  };
  const { unread, ...rest } = extract(action, manifest, { selects: selects ?? [] } as unknown as Policy);
  const told = unread.map(({ code, field }) => ({ code, field }));
  const output = { ...rest, unread: told } as unknown as Json;
  if (claimed !== undefined) {
    const agrees = canonicalize(claimed) === canonicalize(output);
    return agrees ? { output: { agrees } } : { refused: 'mismatch' };
  }
  const [first] = unread;
  return first === undefined || document === true ? { output } : { refused: first.code };
}
