export { DETECTORS } from './detectors/index.ts';
export { detect, MAX_TEXT_BYTES, type DetectOptions } from './detect.ts';
export { scrubJson, type JsonFinding, type ScrubbedJson } from './scrub-json.ts';
export { scrubText, type ScrubbedText, type Tokenise } from './scrub-text.ts';
export { isPlain } from './spelling.ts';
export { PII_TABLE, type PiiTable, type PiiTableEntry } from './table.ts';
export { piiToken, writtenMark } from './token.ts';
export type {
  BuiltinPiiType,
  Detector,
  DetectorContext,
  DetectorMatch,
  Finding,
  PiiFeatures,
  PiiType,
} from './types.ts';
