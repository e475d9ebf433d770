import type { Json } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';
import { computeDialect } from './lib/dialect.ts';

/** The topic `extraction-shell`, by the reference implementation. */
export const compute = (input: Json): Promise<Answer> => computeDialect('shell.bash', input);
