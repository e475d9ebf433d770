import { extract } from '@eaap/judgment';
import {
  canonicalize,
  type Action,
  type Extractor,
  type Json,
  type Manifest,
  type Policy,
  type Reading,
} from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

/** The topic `readings`, by the reference implementation: extractors that know the texts of the case, and fail on others. */
export function compute(input: Json): Answer {
  const { action, manifest, extractors, selects, document, claimed } = input as unknown as {
    action: Action;
    manifest: Manifest;
    extractors: Readonly<Record<string, Readonly<Record<string, Reading>>>>;
    selects?: Policy['selects'];
    document?: boolean;
    claimed?: Json;
  };
  const declared = new Map(
    Object.entries(extractors).map(([dialect, texts]): [string, Extractor] => [
      dialect,
      {
        dialect,
        version: '1',
        read(text) {
          const reading = Object.hasOwn(texts, text) ? texts[text] : undefined;
          if (reading === undefined) throw new Error('It fails.');
          return reading;
        },
      },
    ]),
  );
  const policy = { selects: selects ?? [] } as unknown as Policy;
  const { unread, ...rest } = extract(action, manifest, policy, declared);
  const output = { ...rest, unread: unread.map(({ code, field }) => ({ code, field })) } as unknown as Json;
  if (claimed !== undefined) {
    const agrees = canonicalize(claimed) === canonicalize(output);
    return agrees ? { output: { agrees } } : { refused: 'mismatch' };
  }
  const [first] = unread;
  return first === undefined || document === true ? { output } : { refused: first.code };
}
