import { digest, digestBytes } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { canonical } from '../../model/json.ts';

/** The tags of RFC-0002 section 4.2. */
export const TAGS = [
  'EAAP-STATE-v1',
  'EAAP-POLICY-v1',
  'EAAP-ENGINE-v1',
  'EAAP-MANIFEST-v1',
  'EAAP-TRUST-v1',
  'EAAP-RECORD-v1',
  'EAAP-KEY-v1',
  'EAAP-TOKEN-v1',
  'EAAP-REQUEST-v1',
  'EAAP-ARTIFACT-v1',
  'EAAP-REASONS-v1',
  'EAAP-VALUE-v1',
  'EAAP-POSSESSION-v1',
  'EAAP-JUDGE-INPUT-v1',
  'EAAP-CONTEXT-v1',
  'EAAP-REQUIREMENT-v1',
  'EAAP-REPORT-v1',
  'EAAP-EXTRACTION-v1',
  'EAAP-RECEIPT-v1',
  'EAAP-CREDENTIAL-v1',
] as const;

const ROLES = ['agent', 'recorder', 'executor', 'approver', 'admin', 'auditor'];

/** What each named object is a digest of, from its parts (RFC-0002 sections 4.2 to 4.4). */
export const NAMED: Readonly<Record<string, (parts: JsonObject) => string>> = {
  engine(parts) {
    const manifests = [...(parts['manifests'] as readonly (readonly [string, string])[])];
    manifests.sort(([a], [b]) => (a < b ? -1 : 1));
    const capabilities = [...(parts['capabilities'] as readonly string[])].sort();
    return digest('EAAP-ENGINE-v1', { ...parts, capabilities, manifests });
  },
  credential(parts) {
    const held = parts['roles'] as readonly string[];
    const sources = parts['sources'] as readonly JsonObject[];
    return digest('EAAP-CREDENTIAL-v1', {
      ...parts,
      roles: canonical(ROLES.filter((role) => held.includes(role))),
      sources: canonical(sources.map(({ kind, id }): Json => ({ kind: kind as Json, id: id as Json }))),
    });
  },
  request: (parts) => digest('EAAP-REQUEST-v1', { route: 'commit', body: parts['body'] as Json }),
  key: (parts) => digestBytes('EAAP-KEY-v1', Buffer.from(String(parts['text']), 'utf8')),
  token: (parts) => digestBytes('EAAP-TOKEN-v1', Buffer.from(String(parts['text']), 'base64url')),
};
