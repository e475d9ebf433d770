import type { Check } from '../checks/types.ts';
import { printable } from '../report/console.ts';
import type { CheckOutcome } from '../runner/outcome.ts';
import type { Io } from './io.ts';

interface Group {
  readonly all: number;
  done: number;
  passed: number;
}

/** The part of a run that a check is told with: checks that own the gateway come after all others. */
const groupOf = ({ id, exclusive }: Check): string =>
  `${id.split('.')[0] ?? id}${exclusive === true ? ', alone' : ''}`;

const COLUMNS = 79;

/**
 * Tells of verdicts as they come, on standard error. Where somebody watches: one line that is written over, and a line for
 * each check that does not pass. Elsewhere: those lines, and one for each part of the run when it is done.
 */
export class Progress {
  readonly #io: Io;
  readonly #begun = performance.now();
  readonly #checks: ReadonlyMap<string, Check>;
  readonly #groups = new Map<string, Group>();
  readonly #told = new Set<string>();
  #wire: number;

  constructor(checks: readonly Check[], io: Io) {
    this.#io = io;
    this.#checks = new Map(checks.map((check) => [check.id, check]));
    this.#wire = checks.filter(isWire).length;
    for (const check of checks) {
      const { all = 0 } = this.#groups.get(groupOf(check)) ?? {};
      this.#groups.set(groupOf(check), { all: all + 1, done: 0, passed: 0 });
    }
  }

  /** A verdict has come. */
  told({ id, verdict }: CheckOutcome, done: number, total: number): void {
    const { colors: c } = this.#io;
    const check = this.#checks.get(id);
    const group = check && this.#groups.get(groupOf(check));
    if (check === undefined || group === undefined) return;
    if (this.#told.has(id)) {
      this.#line(`again, alone: ${verdict}  ${printable(id)}`);
      return;
    }
    this.#told.add(id);
    group.done += 1;
    if (verdict === 'PASS') group.passed += 1;
    if (verdict === 'FAIL' || verdict === 'INCONCLUSIVE')
      this.#line((verdict === 'FAIL' ? c.red : c.yellow)(`${verdict}  ${printable(id)}`));
    // With one part alone the table says it all a moment later.
    if (group.done === group.all && this.#groups.size > 1 && !this.#io.watched)
      this.#line(`${this.#since()}  ${groupOf(check).padEnd(20)}  ${group.passed} of ${group.all} pass`);
    if (isWire(check) && (this.#wire -= 1) === 0 && total > 1 && this.#groups.size > 1)
      this.#line(`${this.#since()}  the wire is done`);
    this.#over(c.dim(`${done}/${total} ${this.#since().trim()} ${id}`.slice(0, COLUMNS)));
  }

  /** Nothing more comes. */
  end(): void {
    this.#over('');
  }

  #since(): string {
    return `${((performance.now() - this.#begun) / 1000).toFixed(1).padStart(6)} s`;
  }
  #line(text: string): void {
    this.#over('');
    this.#io.err(`${text}\n`);
  }
  #over(text: string): void {
    if (this.#io.watched) this.#io.err(`\r\x1b[2K${text}`);
  }
}

const isWire = ({ grade, exclusive }: Check): boolean => grade === 'E1' && exclusive !== true;
