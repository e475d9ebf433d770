/**
 * Every tag a digest may carry, and what it covers. A tag names type and version, so that no two kinds of object can
 * share a digest and a changed layout is a changed tag. Closed.
 *
 * Three hashes stand outside the list, each separated in its own way: commitments ({@link COMMIT_TAG}), the leaves and
 * nodes of RFC 6962 (a leading 0x00 or 0x01), and keyed values, whose label takes the place of a tag.
 *
 * @see RFC-0001 section 4
 */
export const DIGEST_TAGS = {
  'EAAP-STATE-v1': 'the state of the world a decision relied on',
  'EAAP-POLICY-v1': 'a policy document',
  'EAAP-ENGINE-v1': 'everything besides the policy that decides: judge, extractors, tables, manifests, trust',
  'EAAP-MANIFEST-v1': 'the manifest of a tool',
  'EAAP-TRUST-v1': 'the trust table of a namespace',
  'EAAP-RECORD-v1': 'a record of the log, to which the next record points',
  'EAAP-KEY-v1': 'an API key (opaque bytes)',
  'EAAP-TOKEN-v1': 'an execution token (opaque bytes)',
  'EAAP-REQUEST-v1': 'a request made under an idempotency key',
  'EAAP-ARTIFACT-v1': 'an artifact an outcome reports',
  'EAAP-REASONS-v1': 'the reasons an approval covers',
  'EAAP-VALUE-v1': 'a single value cited by a reason or a rule',
  'EAAP-POSSESSION-v1': 'audience and jti of a receipt, which its holder signs',
  'EAAP-JUDGE-INPUT-v1': 'the document a judgment was made from',
  'EAAP-CONTEXT-v1': 'an assembled context',
  'EAAP-REQUIREMENT-v1': 'the sentence of a requirement',
  'EAAP-REPORT-v1': 'a conformance report',
  'EAAP-EXTRACTION-v1': 'the effects and claims extracted from an action',
  'EAAP-RECEIPT-v1': 'a receipt',
  'EAAP-CREDENTIAL-v1': 'a credential, which the record of its making commits to',
} as const;

/** One of {@link DIGEST_TAGS}. */
export type DigestTag = keyof typeof DIGEST_TAGS;

/** The tag of a salted commitment, which has a layout of its own. */
export const COMMIT_TAG = 'EAAP-COMMIT-v1';
