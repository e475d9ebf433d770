import { actionKey, loopKey } from '@eaap/admissibility';
import {
  attributeIndex,
  subjectIndex,
  tokenIndex,
  valueIndex,
  writtenMark,
  type PiiType,
} from '@eaap/ledger';
import { EaapError, equalDigest, fromHex, keyed, type Action, type ExtractedEffect } from '@eaap/protocol';
import type { Json } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { sealerOver } from './lib/sealer.ts';

type Input = Readonly<Record<string, string>> & {
  readonly value: Json;
  readonly snapshot: Json;
  readonly action: Action;
  readonly effects: readonly ExtractedEffect[];
};

const KID = '018bcfe5-6800-7000-8000-000000000001';

async function answer(input: Input): Promise<string> {
  const { op, namespace = '', label = '', value, principal = '' } = input;
  if (op === 'keyed') return keyed(fromHex(input['key'] ?? ''), label, value);
  const key = fromHex(input['root'] ?? '');
  const sealer = sealerOver([{ kid: KID, key, purpose: 'root', name: 'root' }]);
  const type = input['type'] as PiiType;
  switch (op) {
    case 'subject':
      return subjectIndex(sealer, namespace, input['subject'] ?? '');
    case 'attribute':
      return attributeIndex(sealer, namespace, input['attribute'] ?? '');
    case 'value':
      return valueIndex(sealer, namespace, input['attribute'] ?? '', value);
    case 'token':
      return tokenIndex(sealer, namespace, input['token'] ?? '');
    case 'mac':
      return sealer.mac(namespace, 'snapshot', input.snapshot);
    case 'pii':
      return (await sealer.token(namespace))(type, input['normalised'] ?? '');
    case 'written':
      return writtenMark(await sealer.token(namespace), type, input['spelling'] ?? '');
    case 'action-key':
      return actionKey({ sealer }, namespace, principal, input.action);
    case 'loop-key':
      return loopKey({ sealer }, namespace, principal, input['tool'] ?? '', { effects: [...input.effects] });
    default:
      return sealer.index(namespace, label, value);
  }
}

/** Computes a keyed value with the reference, and holds a claim against it. */
export async function compute(input: Json): Promise<Answer> {
  const asked = input as unknown as Input;
  const { claimed } = asked;
  try {
    const found = await answer(asked);
    return claimed === undefined || equalDigest(claimed, found) ? { output: found } : { refused: 'mismatch' };
  } catch (error) {
    if (!(error instanceof EaapError) || error.type !== 'internal') throw error;
    return { refused: error.detail.startsWith('A key has') ? 'short-key' : 'label' };
  }
}
