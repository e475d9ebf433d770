import type { Handlers } from '../types.ts';
import { ACTIONS } from './actions.ts';
import { CONFIGURATION } from './configuration.ts';
import { EVIDENCE } from './evidence.ts';
import { VAULT } from './vault.ts';

/** The right handler for every route. */
export const HANDLERS: Handlers = { ...VAULT, ...ACTIONS, ...CONFIGURATION, ...EVIDENCE };
