import { createHash } from 'node:crypto';

/** The SHA-256 of a text, as digests are written. */
export const digestText = (text: string): string =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`;
