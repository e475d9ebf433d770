import { checks as actors } from './actors/index.ts';
import { checks as admission } from './admission/index.ts';
import { checks as bytes } from './bytes/index.ts';
import { checks as context } from './context/index.ts';
import { checks as control } from './control/index.ts';
import { checks as failing } from './failing/index.ts';
import { checks as http } from './http/index.ts';
import { checks as judgment } from './judgment/index.ts';
import { checks as ledger } from './ledger/index.ts';
import { checks as log } from './log/index.ts';
import { checks as secrets } from './secrets/index.ts';
import { checks as vectors } from './vectors.ts';
import type { Check } from './types.ts';

/** Every check, in the order of RFC-0001: a folder for each of its sections 4 to 13. */
export const CHECKS: readonly Check[] = [
  ...bytes, // 4
  ...actors, // 5
  ...ledger, // 6
  ...context, // 7
  ...judgment, // 8
  ...admission, // 9
  ...log, // 10
  ...secrets, // 11
  ...failing, // 12
  ...http, // 13
  ...control, // RFC-0015: the hooks themselves
  ...vectors, // what the adapter computes
];
