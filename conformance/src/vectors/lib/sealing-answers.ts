import type { Json, JsonObject } from '../../model/json.ts';
import {
  opened,
  readSet,
  recordKey,
  sealed,
  setText,
  type Held,
  type SealedPlace,
} from '../../model/sealing.ts';
import type { Finding } from '../types.ts';

/** The keys of an input. */
export const heldOf = (input: JsonObject): Held[] =>
  (input['keys'] as readonly { kid: string; key: string }[]).map(({ kid, key: hex }) => ({
    kid,
    key: Buffer.from(hex, 'hex'),
  }));
const placeOf = (input: JsonObject): SealedPlace => {
  const { namespace, type, id, version } = input as unknown as SealedPlace;
  return { namespace, type, id, version };
};

/** The set of keys and the sealed bytes that an input asks for. */
export function sealing(input: JsonObject): { kids: string; sealed: string } {
  const of = input['of'] as 'namespace' | 'subjects';
  const keys = heldOf(input);
  const kids = setText(
    of,
    keys.map(({ kid }) => kid),
  );
  const place = placeOf(input);
  const secret = recordKey(place.namespace, place.type, of, keys);
  const bytes = sealed(
    secret,
    place,
    kids,
    Buffer.from(String(input['nonce']), 'hex'),
    input['payload'] as Json,
  );
  return { kids, sealed: bytes.toString('hex') };
}

/** What an input opens to, or why it does not. */
export function opening(input: JsonObject): Finding {
  const set = readSet(String(input['kids']));
  if (set === null) return { refused: ['set'] };
  const held = heldOf(input);
  const keys = set.kids.flatMap((kid) => held.filter((one) => one.kid === kid));
  if (keys.length < set.kids.length) return { refused: [set.of === 'namespace' ? 'key-lost' : 'erased'] };
  const place = placeOf(input);
  const secret = recordKey(place.namespace, place.type, set.of, keys);
  const payload = opened(secret, place, String(input['kids']), Buffer.from(String(input['sealed']), 'hex'));
  return payload === null ? { refused: ['corrupt'] } : { output: payload };
}
