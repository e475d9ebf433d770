import type { Output } from '../lib/output.ts';
import { pad, wrap } from '../lib/text.ts';

/** Who speaks. */
export type Actor =
  'recorder' | 'agent' | 'gateway' | 'executor' | 'approver' | 'target' | 'auditor' | 'insider' | 'admin';

/** Something that was said, or that was expected and did or did not happen. */
export interface Event {
  readonly actor: Actor;
  readonly text: string;
  /** Whether it is as expected; null where nothing was expected. */
  readonly ok: boolean | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One act of the demo. */
export interface Step {
  readonly step: number;
  readonly title: string;
  readonly ok: boolean;
  readonly events: readonly Event[];
}

/** Tells what happens, and keeps it. */
export interface Narrator {
  begin(title: string): void;
  /** What somebody does. */
  say(actor: Actor, text: string): void;
  /** What must be so. The demo fails with the first thing that is not, and goes on. */
  expect(actor: Actor, ok: boolean, text: string, data?: Readonly<Record<string, unknown>>): void;
  /** Lines that go with what was said last. */
  detail(...lines: string[]): void;
  /** Lines that are broken already, to {@link Narrator.room}. */
  show(...lines: string[]): void;
  /** Columns there are for lines. */
  readonly room: number;
  readonly steps: readonly Step[];
}

const COLUMN = 13;

export function createNarrator(out: Output, write: (text: string) => void): Narrator {
  const { colours } = out;
  const columns = Math.min(out.columns, 88);
  const room = columns - COLUMN;
  const margin = ' '.repeat(COLUMN);
  const steps: { title: string; events: Event[] }[] = [];
  const print = (...lines: string[]): void => {
    if (!out.json) write(lines.map((line) => `${line}\n`).join(''));
  };
  const tell = (event: Event): void => {
    steps.at(-1)?.events.push(event);
    const mark = event.ok === null ? ' ' : event.ok ? colours.green('✓') : colours.red('✗');
    const [first = '', ...rest] = wrap(event.text, room);
    print(
      ` ${mark} ${colours.cyan(pad(event.actor, COLUMN - 3))}${first}`,
      ...rest.map((line) => margin + line),
    );
  };
  return {
    begin(title) {
      steps.push({ title, events: [] });
      const head = ` ${steps.length}  ${title} `;
      print('', `${colours.bold(head)}${colours.dim('─'.repeat(Math.max(2, columns - head.length)))}`);
    },
    say: (actor, text) => tell({ actor, text, ok: null, data: {} }),
    expect: (actor, ok, text, data = {}) => tell({ actor, text, ok, data }),
    detail: (...lines) =>
      print(...lines.flatMap((line) => wrap(line, room, 2)).map((line) => margin + colours.dim(line))),
    show: (...lines) => print(...lines.map((line) => margin + line)),
    room,
    get steps() {
      return steps.map(({ title, events }, i) => ({
        step: i + 1,
        title,
        ok: events.length > 0 && events.every(({ ok }) => ok !== false),
        events,
      }));
    },
  };
}
