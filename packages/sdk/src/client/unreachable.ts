/** How a gateway failed to answer as one. */
export type UnreachableKind =
  /** Nobody listens there, or the name is not known. */
  | 'refused'
  /** No answer in time. */
  | 'timeout'
  /** The connection ended before the answer did. */
  | 'interrupted'
  /** It pointed somewhere else; a key is never sent on. */
  | 'redirected'
  /** The answer was not one of this protocol, or of another version of it. */
  | 'not-a-gateway';

/**
 * There was no answer that could be believed. Nothing may be done on the strength of it; whether the request was acted
 * upon is unknown unless `sent` is false.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { Gateway, GatewayUnreachable } from '@eaap/sdk';
 *
 * const gateway = Gateway.connect({ url: 'http://127.0.0.1:1' });
 * await assert.rejects(gateway.discovery(), (error) => error instanceof GatewayUnreachable && !error.sent);
 * ```
 */
export class GatewayUnreachable extends Error {
  readonly kind: UnreachableKind;
  /** Whether the request may have reached a gateway and been acted upon. */
  readonly sent: boolean;

  constructor(kind: UnreachableKind, message: string, sent: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GatewayUnreachable';
    this.kind = kind;
    this.sent = sent;
  }
}
