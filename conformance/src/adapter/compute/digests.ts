import { digestOfEngine, requestDigest, type EngineContent } from '@eaap/admissibility';
import { credentialDigest, keyDigest, writeRoles, writeSources } from '@eaap/ledger';
import {
  digest,
  digestBytes,
  EaapError,
  equalDigest,
  fromBase64Url,
  fromHex,
  isDigest,
  type AssertableSource,
  type CommitRequest,
  type DigestTag,
  type Role,
} from '@eaap/protocol';
import type { Json } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

interface Input {
  readonly tag?: DigestTag;
  readonly value?: Json;
  readonly hex?: string;
  readonly of?: 'engine' | 'credential' | 'request' | 'key' | 'token';
  readonly parts?: unknown;
  readonly claimed?: string;
}

interface CredentialParts {
  readonly key: string;
  readonly id: string;
  readonly principal: string;
  readonly owner: string;
  readonly roles: readonly Role[];
  readonly sources: readonly AssertableSource[];
  readonly created_at: number;
  readonly expires_at: number | null;
}

function named({ of, parts }: Input): string {
  const { text } = parts as { text: string };
  switch (of) {
    case 'engine':
      return digestOfEngine(parts as EngineContent);
    case 'credential': {
      const { key, roles, sources, ...rest } = parts as CredentialParts;
      return credentialDigest({
        ...rest,
        digest: key,
        roles: writeRoles(roles),
        sources: writeSources(sources),
      });
    }
    case 'request':
      return requestDigest((parts as { body: CommitRequest }).body);
    case 'key':
      return keyDigest(text);
    default:
      return digestBytes('EAAP-TOKEN-v1', fromBase64Url(text));
  }
}

/** Computes a digest with the reference, and holds a claim against it. */
export function compute(input: Json): Answer {
  const asked = input as unknown as Input;
  const { tag = 'EAAP-VALUE-v1', value = null, hex, claimed } = asked;
  let found: string;
  try {
    found =
      asked.of !== undefined
        ? named(asked)
        : hex === undefined
          ? digest(tag, value)
          : digestBytes(tag, fromHex(hex));
  } catch (error) {
    if (error instanceof EaapError && error.type === 'internal') return { refused: 'unknown-tag' };
    throw error;
  }
  if (claimed === undefined) return { output: found };
  if (!isDigest(claimed)) return { refused: 'malformed-digest' };
  return equalDigest(claimed, found) ? { output: found } : { refused: 'mismatch' };
}
