import type { Check } from '../types.ts';
import { checkpointKey, discovery } from './discovery.ts';
import { loopback } from './loopback.ts';
import { mediaType } from './media-type.ts';
import { streamedTooLarge } from './streamed.ts';

export const checks: readonly Check[] = [
  discovery, // 154
  checkpointKey,
  mediaType, // 155
  streamedTooLarge, // 005
  loopback, // 156
];
