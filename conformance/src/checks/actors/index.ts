import type { Check } from '../types.ts';
import { checks as credentials } from './credentials.ts';
import { expired, revoked, sameRefusal, withoutKey, wrongCredentials } from './keys.ts';
import { foreignDecision } from './foreign-decisions.ts';
import * as namespaces from './namespaces.ts';
import { checks as negotiation } from './negotiation.ts';
import { roleConflict, rolesFromCredential, withoutRole } from './roles.ts';
import { keysNotStored, tokensNotStored } from './secrets.ts';

export const checks: readonly Check[] = [
  withoutKey, // 008
  wrongCredentials,
  expired,
  sameRefusal, // 009
  revoked, // 010
  keysNotStored, // 011
  tokensNotStored,
  withoutRole, // 012
  rolesFromCredential,
  roleConflict, // 013
  namespaces.identityMismatch, // 014
  namespaces.foreignFact, // 015
  namespaces.foreignSearch, // 016
  namespaces.foreignContradiction, // 017
  namespaces.foreignGround, // 018
  namespaces.foreignToken, // 019
  namespaces.foreignLog, // 020
  ...credentials, // RFC-0016 section 2
  ...negotiation, // RFC-0016 sections 2.3 and 7
  foreignDecision, // RFC-0008, 025
];
