import { PROBLEMS } from '../../model/problem.ts';

/** The closed list of problem types and their statuses (RFC-0001 section 12.1). */
export const STATUS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(PROBLEMS).map(([type, [status]]) => [type, status]),
);
