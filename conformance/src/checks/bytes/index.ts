import type { Check } from '../types.ts';
import { tooLarge, unknownInAction, unknownInConfiguration, unknownMember } from './closed.ts';
import * as json from './json.ts';
import { policyDigest, policyDigestCanonical } from './policy-digest.ts';
import { namedFault } from './named.ts';
import { duplicateInAction, duplicateNames, everyRoute, inexactNumbers, nesting } from './strict.ts';

export const checks: readonly Check[] = [
  json.syntax, // 001
  json.literals,
  json.trailing,
  json.utf8,
  json.byteOrderMark,
  json.surrogates,
  json.noncharacters,
  json.negativeZero,
  json.integerRange,
  json.outOfRange,
  duplicateNames, // 002
  duplicateInAction,
  everyRoute,
  inexactNumbers, // 003
  nesting, // 004
  tooLarge, // 005
  unknownMember, // 006
  unknownInAction,
  unknownInConfiguration,
  policyDigest, // 007
  policyDigestCanonical,
  namedFault, // RFC-0002
];
