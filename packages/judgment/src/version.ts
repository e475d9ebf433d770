/** The version of the judge; part of the engine digest, so that a changed judge is a changed state. */
export const JUDGE_VERSION = '2';

/**
 * The dialects of code this gateway reads (RFC-0001 section 8.3). A core gateway reads none: every `code` parameter
 * is unread and blocks.
 */
export const CAPABILITIES: readonly string[] = [];
