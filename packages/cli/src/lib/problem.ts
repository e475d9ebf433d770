import { CommanderError } from 'commander';
import { EaapError, Judgment, matches } from '@eaap/protocol';
import { GatewayUnreachable } from '@eaap/sdk';
import { visible, visibleAll } from './clean.ts';
import { reasonsLines, standing } from './denial.ts';
import { CliError, EXIT, type ExitCode } from './exit.ts';
import { nextFor } from './next.ts';
import type { Output } from './output.ts';
import { wrap } from './text.ts';

/** What went wrong, in the two forms in which it is told. */
export interface Told {
  readonly exit: ExitCode;
  /** RFC 9457. */
  readonly problem: Readonly<Record<string, unknown>>;
  readonly lines: (out: Output) => string[];
}

const own = (kind: string, title: string, detail: string, extras: object = {}): Told['problem'] => ({
  ...extras,
  type: `urn:eaap:cli:${kind}`,
  title,
  detail,
});

const KINDS: Readonly<Record<ExitCode, readonly [kind: string, title: string]>> = {
  [EXIT.done]: ['done', 'Done'],
  [EXIT.refused]: ['refused', 'The command refuses'],
  [EXIT.usage]: ['usage', 'The command was not given as it must be'],
  [EXIT.unreachable]: ['unreachable', 'The gateway cannot be reached or opened'],
  [EXIT.internal]: ['internal', 'eaap failed'],
  [EXIT.escalated]: ['escalated', 'Somebody else decides first'],
};

/** The code a problem of the gateway ends the command with. */
export function exitOf(error: EaapError): ExitCode {
  if (error.type === 'escalated') return EXIT.escalated;
  if (error.type === 'internal') return EXIT.internal;
  if (error.status === 503) return EXIT.unreachable;
  return error.status === 400 ? EXIT.usage : EXIT.refused;
}

function judgmentIn(extras: Readonly<Record<string, unknown>>): Judgment | undefined {
  const { evaluation, judgment } = extras as { evaluation?: { judgment?: unknown }; judgment?: unknown };
  const found = evaluation?.judgment ?? judgment;
  return matches(Judgment, found) ? found : undefined;
}

/** Members of a problem that say more than its sentence, on a line each. */
function extraLines(out: Output, extras: Readonly<Record<string, unknown>>): string[] {
  const plain = Object.entries(extras).filter(
    ([name]) => !['evaluation', 'judgment', 'escalation', 'retry_after'].includes(name),
  );
  const judgment = judgmentIn(extras);
  return [
    ...out.pairs(
      plain.map(([name, value]) => [
        name.replaceAll('_', ' '),
        Array.isArray(value) && value.every((item) => typeof item === 'string')
          ? value.join('\n')
          : typeof value === 'string'
            ? value
            : JSON.stringify(value),
      ]),
    ),
    ...(judgment === undefined ? [] : reasonsLines(out, standing(judgment))),
  ];
}

function lines(headline: string, detail: string, next: readonly string[], rest: (out: Output) => string[]) {
  return (out: Output): string[] => {
    const { colours, columns } = out;
    const [first = '', ...more] = wrap(`${headline}: ${visible(detail)}`, columns, 2);
    return [
      colours.red(colours.bold(headline)) + first.slice(headline.length),
      ...more,
      ...rest(out),
      ...next.flatMap((line) => wrap(`${colours.cyan('→')} ${visible(line)}`, columns, 2)),
    ];
  };
}

const none = (): string[] => [];

/** What went wrong, whatever it was. */
export function tell(thrown: unknown): Told {
  if (thrown instanceof CliError) {
    const [kind, title] = KINDS[thrown.exit];
    return {
      exit: thrown.exit,
      problem: own(kind, title, thrown.message, thrown.extras),
      lines: lines(kind, thrown.message, thrown.next, none),
    };
  }
  if (thrown instanceof CommanderError) {
    const detail = thrown.message.replace(/^error: /, '').replaceAll('\n', ' ');
    return {
      exit: EXIT.usage,
      problem: own('usage', KINDS[EXIT.usage][1], detail),
      lines: lines('usage', detail, ['Add --help to see how it is used.'], none),
    };
  }
  if (thrown instanceof GatewayUnreachable) {
    const doubt = thrown.sent ? ['Whether it was acted upon is not known: look before asking again.'] : [];
    return {
      exit: EXIT.unreachable,
      problem: own('unreachable', KINDS[EXIT.unreachable][1], thrown.message, {
        kind: thrown.kind,
        sent: thrown.sent,
      }),
      lines: lines('unreachable', thrown.message, thrown.sent ? doubt : ['Start it: eaap serve'], none),
    };
  }
  if (thrown instanceof EaapError) {
    const extras = visibleAll(thrown.extras);
    return {
      exit: exitOf(thrown),
      problem: thrown.toProblem(),
      lines: lines(thrown.type, thrown.detail, nextFor(thrown), (out) => extraLines(out, extras)),
    };
  }
  // Its message could repeat what was given; where it happened says enough to whoever mends it.
  const at =
    thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const detail = `A defect of eaap: ${thrown instanceof Error ? thrown.name : typeof thrown}.`;
  return {
    exit: EXIT.internal,
    problem: own('internal', KINDS[EXIT.internal][1], detail),
    lines: lines('internal', detail, [], () => at.slice(0, 8)),
  };
}
