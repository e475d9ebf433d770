import type { addCommand } from '../../lib/cli.ts';
import type { Output } from '../../lib/output.ts';

/** The command that others are put under. */
export type Parent = ReturnType<typeof addCommand>;

export const COLOURS = { ALLOW: 'green', ESCALATE: 'yellow', BLOCK: 'red' } as const;

/** How many cases went how. */
export function judgedLines({ colours }: Output, passed: number, failed: number): string {
  return failed === 0
    ? colours.green(`${passed} ${passed === 1 ? 'case decides' : 'cases decide'} as expected.`)
    : colours.red(`${failed} of ${passed + failed} cases do not decide as expected.`);
}
