/** The version of the judge; part of the engine digest, so that a changed judge is a changed state. */
export const JUDGE_VERSION = '2';

/**
 * The dialects of code that are read without any extractor being given: none. A core gateway leaves every `code`
 * parameter unread, and it blocks (RFC-0001 section 8.3).
 */
export const CAPABILITIES: readonly string[] = [];
