import { digest, type CommitRequest, type Json } from '@eaap/protocol';

/** The route a commit is repeated under. */
export const COMMIT_ROUTE = 'commit';

/**
 * What a repeated commit is compared by: route and body as it was read, the true action in it. The token in the body is
 * 256 random bits, so the digest gives nothing away about the action beside it.
 *
 * @see RFC-0002 section 4.2
 */
export function requestDigest(body: CommitRequest): `sha256:${string}` {
  return digest('EAAP-REQUEST-v1', { route: COMMIT_ROUTE, body: body as unknown as Json });
}
