import type { Detector } from '../types.ts';
import { cardDetector } from './card.ts';
import { emailDetector } from './email.ts';
import { ibanDetector } from './iban.ts';
import { ipDetector } from './ip.ts';
import { keyDetector } from './key.ts';
import { phoneDetector } from './phone.ts';
import { ssnDetector } from './ssn.ts';

/**
 * The detectors of the published table, the most specific first: of two findings over the same stretch the earlier
 * detector's stands.
 */
export const DETECTORS: readonly Detector[] = [
  keyDetector,
  ibanDetector,
  cardDetector,
  emailDetector,
  ssnDetector,
  ipDetector,
  phoneDetector,
];
