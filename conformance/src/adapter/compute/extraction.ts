import { extract } from '@eaap/judgment';
import { canonicalize, type Action, type Json, type Manifest, type Policy } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

/** The topic `extraction`, by the reference implementation. */
export function compute(input: Json): Answer {
  const { action, manifest, selects, mandate, document, claimed } = input as unknown as {
    action: Action;
    manifest: Manifest | null;
    selects?: Policy['selects'];
    mandate?: string;
    document?: boolean;
    claimed?: Json;
  };
  const grounding = mandate === undefined ? {} : { grounding: { outputs: 'never', mandate } };
  const policy = { selects: selects ?? [], ...grounding } as unknown as Policy;
  const { unread, ...rest } = extract(action, manifest, policy);
  const told = unread.map(({ code, field }) => ({ code, field }));
  const output = { ...rest, unread: told } as unknown as Json;
  if (claimed !== undefined) {
    const agrees = canonicalize(claimed) === canonicalize(output);
    return agrees ? { output: { agrees } } : { refused: 'mismatch' };
  }
  const [first] = unread;
  return first === undefined || document === true ? { output } : { refused: first.code };
}
