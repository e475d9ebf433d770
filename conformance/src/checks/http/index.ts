import type { Check } from '../types.ts';
import { canonicalAnswers, challenge, notStored, problemBodies } from './answers.ts';
import { checkpointKey, discovery } from './discovery.ts';
import { loopback } from './loopback.ts';
import { mediaType } from './media-type.ts';
import { pages } from './pages.ts';
import { etags, parameterForms, unknownQuery } from './parameters.ts';
import { head, otherMethod, unknownPath } from './paths.ts';
import { bodyWhereNone, contentEncoding, strangersFirst, traceparent } from './requests.ts';
import { streamedTooLarge } from './streamed.ts';

export const checks: readonly Check[] = [
  discovery, // 154
  checkpointKey,
  mediaType, // 155
  streamedTooLarge, // 005
  loopback, // 156
  unknownPath, // RFC-0013, 001
  otherMethod,
  head,
  strangersFirst, // 004
  contentEncoding,
  bodyWhereNone,
  traceparent,
  unknownQuery, // 008
  parameterForms,
  etags,
  pages,
  canonicalAnswers, // 012
  notStored,
  problemBodies,
  challenge, // 016
];
