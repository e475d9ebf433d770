import { Action, validate } from '@eaap/protocol';
import {
  explain,
  GATE_QUESTIONS,
  inputOf,
  rejudged,
  type Explanation,
  type GrantView,
  type LimitView,
  type RuleView,
} from '@eaap/policies';
import type { JudgeInput } from '@eaap/protocol';
import { addCommand, collect, run, withJson, type Cli } from '../../lib/cli.ts';
import { reasonLines } from '../../lib/denial.ts';
import { casesFrom, policyFrom, settingFrom, type Overrides } from '../../lib/documents.ts';
import { CliError, EXIT, usage } from '../../lib/exit.ts';
import { readJson } from '../../lib/files.ts';
import type { Io } from '../../lib/io.ts';
import type { Output } from '../../lib/output.ts';
import { recorded, type RecordedFlags } from '../../lib/recorded.ts';
import { COLOURS, type Parent } from './shared.ts';

interface Flags extends Overrides, RecordedFlags {
  readonly cases?: string;
  readonly case?: string;
  readonly evaluation?: string;
  readonly principal?: string;
  readonly dialect?: readonly string[];
}

const GRANTS = { covers: 'covers it', gaps: 'leaves something open', other: 'is about others' } as const;
const RULES = {
  fires: 'applies, and its condition is true',
  'holds-not': 'applies, and its condition is false',
  'no-value': 'applies, and its condition has no value: blocks',
  other: 'is about other actions',
} as const;
const LIMITS = { counts: 'is kept', exceeded: 'would be exceeded', other: 'is about other tools' } as const;

function effectLines(out: Output, { effects, unread, relies_on: relies }: Explanation): string[] {
  return out.pairs([
    ...effects.map(
      ({ effect, target, risk, reversibility, origin, field }) =>
        [
          'effect',
          `${effect} on ${target ?? 'no named target'}: ${risk}, ${reversibility}; ${origin}${field === null ? '' : ` at ${field}`}`,
        ] as const,
    ),
    ...unread.map(
      ({ code, field, detail }) => ['unread', `${code} at ${field ?? 'no one place'}: ${detail}`] as const,
    ),
    ...relies.map(
      ({ subject, attribute, facts }) =>
        [
          'relies on',
          `${attribute} of ${subject}: ${facts === 0 ? 'nothing on record' : facts === 1 ? '1 fact' : `${facts} facts`}`,
        ] as const,
    ),
  ]);
}

function partLine(out: Output, kind: string, part: GrantView | RuleView | LimitView, told: string): string {
  const { colours } = out;
  const colour =
    part.is === 'covers' || part.is === 'counts'
      ? colours.green
      : part.is === 'other' || part.is === 'holds-not'
        ? colours.dim
        : colours.red;
  return `  ${colour(`${kind} ${part.id}`)} ${told}`;
}

function lines(out: Output, told: Explanation): string[] {
  const { colours } = out;
  const { verdict, gates, grants, rules, limits } = told;
  const inside: Partial<Record<string, readonly string[]>> = {
    authority: grants.map((grant) => partLine(out, 'grant', grant, GRANTS[grant.is])),
    constraints: rules.map((rule) =>
      partLine(out, rule.outcome === 'shadow' ? 'shadow rule' : 'rule', rule, RULES[rule.is]),
    ),
    limits: limits.map((limit) =>
      partLine(
        out,
        'limit',
        limit,
        `${LIMITS[limit.is]}${limit.used === null ? '' : ` (${limit.used} used, ${limit.next ?? 0} more, ${limit.max} at most)`}`,
      ),
    ),
  };
  return [
    `${colours[COLOURS[verdict]](colours.bold(verdict))}  ${told.tool}, proposed by ${told.principal}`,
    ...effectLines(out, told),
    ...gates.flatMap(({ gate, outcome, reasons }, i) => [
      '',
      `${i + 1} ${colours.bold(gate)}  ${colours[outcome === 'pass' ? 'green' : outcome === 'escalate' ? 'yellow' : 'red'](outcome)}  ${colours.dim(GATE_QUESTIONS[gate])}`,
      ...(inside[gate] ?? []),
      ...reasons.flatMap((reason) => reasonLines(out, reason)),
    ]),
  ];
}

async function fromEvaluation(io: Io, flags: Flags, id: string): Promise<JudgeInput> {
  const { decisions } = await recorded(io, flags);
  const found = decisions.find(({ evaluation }) => evaluation.id === id);
  if (found === undefined)
    throw new CliError(EXIT.refused, `There is no evaluation ${id} here, or it was erased.`, [
      'See which there are: eaap entries',
    ]);
  if (flags.policy === undefined) return found.input;
  return rejudged(found.input, await policyFrom(io, flags.policy)).input;
}

async function fromCase(io: Io, flags: Flags, file: string): Promise<JudgeInput> {
  const { cases, setting } = await casesFrom(io, file, flags);
  const wanted = flags.case ?? (cases.cases.length === 1 ? cases.cases[0]?.name : undefined);
  if (wanted === undefined) throw usage(`Say which case of ${file}: --case NAME.`);
  const found = cases.cases.find(({ name }) => name === wanted);
  if (found === undefined)
    throw usage(
      `${file} has no case ${JSON.stringify(wanted)}.`,
      `Its cases: eaap policy test ${file} --verbose`,
    );
  return inputOf(found, setting);
}

async function fromAction(io: Io, flags: Flags, file: string | undefined): Promise<JudgeInput> {
  if (file === undefined)
    throw usage('Say what to explain: an action, --cases FILE --case NAME, or --evaluation ID.');
  if (flags.policy === undefined) throw usage('Say by which policy: --policy FILE.');
  const action = validate(Action, await readJson(io, file));
  const setting = await settingFrom(io, flags.policy, flags.manifests ?? [], flags.dialect);
  const { principal } = flags;
  const given = {
    name: 'action',
    action,
    expect: { verdict: 'BLOCK' as const },
    ...(principal === undefined ? {} : { principal }),
  };
  return inputOf(given, setting);
}

export function registerExplain(cli: Cli, parent: Parent): void {
  const command = addCommand(
    parent,
    'explain [action]',
    'Show for an action what each gate, grant, rule and limit says, and why.',
    [
      [
        'eaap policy explain action.json --policy policy.yaml --manifests tools.json',
        'An action, with nothing on record.',
      ],
      ['eaap policy explain --cases cases.yaml --case "a refund"', 'A case, with its facts.'],
      [
        'eaap policy explain --evaluation 0199a1b2-…',
        'A decision of the gateway in ./.eaap, as it was made.',
      ],
    ],
  );
  withJson(command)
    .option(
      '--policy <file>',
      'The policy; a file or pack:NAME. Of cases and decisions their own, unless given.',
    )
    .option('--manifests <file>', 'The manifests of tools; a file or pack:NAME; may be repeated.', collect)
    .option('--dialect <name>', 'Code that is read, as in shell.bash; may be repeated.', collect)
    .option('--principal <name>', 'Who proposes the action (agent).')
    .option('--cases <file>', 'A file of cases, or pack:NAME.')
    .option('--case <name>', 'Which of them.')
    .option('--evaluation <evaluation>', 'A recorded decision, by its id.')
    .option('--path <folder>', 'The folder of the gateway (or EAAP_PATH; ./.eaap).')
    .option('--namespace <name>', 'Its namespace (default).')
    .action(
      run<Flags>(cli, async ({ io, out, flags, args: [file] }) => {
        const given = [file, flags.cases, flags.evaluation].filter((one) => one !== undefined);
        if (given.length > 1) throw usage('Explain an action, a case or an evaluation: one of them.');
        const input =
          flags.evaluation !== undefined
            ? await fromEvaluation(io, flags, flags.evaluation)
            : flags.cases !== undefined
              ? await fromCase(io, flags, flags.cases)
              : await fromAction(io, flags, file);
        const told = explain(input);
        out.answer(told, (value) => lines(out, value));
        return told.verdict === 'ALLOW'
          ? EXIT.done
          : told.verdict === 'ESCALATE'
            ? EXIT.escalated
            : EXIT.refused;
      }),
    );
}
