import { rate } from '@eaap/ledger';
import { TrustTable, validate, type SourceKind } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { answered, orRefused } from './lib/claimed.ts';

export function compute(input: Json): Promise<Answer> {
  const { sources, source, confidence, half_life_ms } = input as unknown as {
    sources: Json;
    source: { kind: SourceKind; id: string };
    confidence?: number;
    half_life_ms?: number;
  };
  return orRefused(() => {
    const table = validate(TrustTable, { v: 1, version: 'vectors', sources, many: [] }, 'invalid-trust');
    return answered(input as JsonObject, { ...rate(table, { source, confidence, half_life_ms }) });
  });
}
