import {
  EaapError,
  EvaluateRequest,
  Evaluation,
  matches,
  validate,
  type Action,
  type Environment,
  ENVIRONMENTS,
} from '@eaap/protocol';
import { addCommand, collect, oneOf, run, type Cli } from '../lib/cli.ts';
import { clientOptions, withClient, type ClientFlags } from '../lib/client.ts';
import { jsonText, visible, visibleAll } from '../lib/clean.ts';
import { reasonsLines, standing } from '../lib/denial.ts';
import { EXIT, usage } from '../lib/exit.ts';
import { mustBeFree, readJson, writeNew } from '../lib/files.ts';
import { parseMember, parseMembers } from '../lib/input.ts';
import type { Output } from '../lib/output.ts';
import { shortDigest } from '../lib/show.ts';
import { wrap } from '../lib/text.ts';

interface Flags extends ClientFlags {
  readonly action?: string;
  readonly param?: readonly string[];
  readonly environment?: Environment;
  readonly intent?: string;
  readonly claim?: readonly string[];
  readonly session?: string;
  readonly executor?: string;
  readonly out?: string;
}

function claimOf(text: string): unknown {
  const space = text.indexOf(' ');
  if (space < 1) throw usage(`--claim is 'SUBJECT ATTRIBUTE=VALUE'; ${JSON.stringify(text)} is not.`);
  const [attribute, value] = parseMember(text.slice(space + 1), '--claim');
  return { subject: text.slice(0, space), attribute, value };
}

/** The action from the options, or from a file, never from both: which one counts must not be a guess. */
function actionOf(flags: Flags, tool: string | undefined): unknown {
  if (tool === undefined) throw usage('Name the tool, or give the whole action: --action FILE.');
  return {
    tool,
    parameters: parseMembers(flags.param ?? [], '--param'),
    environment: flags.environment ?? 'production',
    ...(flags.intent === undefined ? {} : { intent: flags.intent }),
    ...(flags.claim === undefined ? {} : { claims: flags.claim.map(claimOf) }),
    ...(flags.session === undefined ? {} : { session: flags.session }),
  };
}

const COLOURS = { ALLOW: 'green', ESCALATE: 'yellow', BLOCK: 'red' } as const;
const MEANING = {
  ALLOW: 'may be committed',
  ESCALATE: 'waits for a decision by somebody else',
  BLOCK: 'is not admissible',
} as const;

/** A decision as a person reads it. */
export function evaluationLines(out: Output, evaluation: Evaluation, tool: string): string[] {
  const { colours, columns } = out;
  const { verdict } = evaluation;
  const headline = colours[COLOURS[verdict]](colours.bold(verdict));
  return [
    `${headline}  ${tool} ${MEANING[verdict]}.`,
    ...reasonsLines(out, standing(evaluation.judgment)),
    ...(verdict === 'ALLOW' ? [] : ['']),
    ...out.pairs([
      ['evaluation', `${evaluation.id}, entry ${evaluation.seq} of the log`],
      ...(verdict === 'ALLOW'
        ? ([['commit', `by ${evaluation.executor}, before ${evaluation.expires_at}`]] as const)
        : []),
      evaluation.escalation === null ? undefined : ['escalation', evaluation.escalation],
      ['policy', shortDigest(evaluation.policy)],
      ['state', shortDigest(evaluation.state_hash)],
    ]),
    ...(verdict === 'BLOCK' ? wrap('Nothing was done, and nobody can approve it as it is.', columns) : []),
    ...(verdict === 'ESCALATE'
      ? [
          `${colours.cyan('→')} eaap approve ${evaluation.escalation ?? ''} --reason TEXT`,
          '  Once approved, evaluate the same action again.',
        ]
      : []),
  ];
}

function refusal(out: Output, thrown: unknown, tool: string) {
  if (!(thrown instanceof EaapError) || (thrown.type !== 'blocked' && thrown.type !== 'escalated'))
    throw thrown;
  const { evaluation } = thrown.extras;
  if (!matches(Evaluation, evaluation)) throw thrown;
  if (out.json) out.answer(thrown.toProblem(), () => []);
  else out.answer(evaluation, (value) => evaluationLines(out, value, visible(tool)));
  return thrown.type === 'escalated' ? EXIT.escalated : EXIT.refused;
}

export function registerEvaluate(cli: Cli): void {
  const command = addCommand(cli.program, 'evaluate [tool]', 'May this action happen?', [
    ['eaap evaluate crm.lookup --param customer=customer:42', 'name=text is a text.'],
    [
      `eaap evaluate billing.refund --param customer=customer:42 --param account=acct_7 --param 'amount:={"amount":"1250","currency":"EUR"}' --out refund.json`,
      'name:=JSON is any JSON. The file is what eaap commit takes.',
    ],
    ['eaap evaluate --action action.json --json | eaap commit -', 'An action as it goes over the wire.'],
  ]);
  clientOptions(command)
    .option('--action <file>', 'The whole action as JSON; - is standard input.')
    .option('--param <name=value>', 'A parameter; may be repeated.', collect)
    .option(
      '--environment <environment>',
      'none, sandbox, staging or production (the default).',
      oneOf('--environment', ENVIRONMENTS),
    )
    .option('--intent <text>', 'Why, in your words; recorded, never judged.')
    .option(
      '--claim <claim>',
      `What it takes to be true: 'SUBJECT ATTRIBUTE=VALUE'; may be repeated.`,
      collect,
    )
    .option('--session <session>', 'The session it belongs to.')
    .option('--executor <principal>', 'Who is to commit it; the first of the policy unless named.')
    .option('--out <file>', 'On ALLOW, write action, evaluation and token here, for your eyes only.')
    .action(
      run<Flags>(cli, async ({ io, out, flags, args: [tool] }) => {
        const built = [tool, flags.param, flags.environment, flags.intent, flags.claim, flags.session];
        if (flags.action !== undefined && built.some((given) => given !== undefined)) {
          throw usage('--action is the whole action: no tool and no other part of one beside it.');
        }
        const action = flags.action === undefined ? actionOf(flags, tool) : await readJson(io, flags.action);
        const request = validate(EvaluateRequest, {
          action,
          ...(flags.executor === undefined ? {} : { executor: flags.executor }),
        });
        mustBeFree(io, flags.out);
        return withClient(io, flags, async ({ gateway }) => {
          try {
            const { evaluation, token } = await gateway.evaluate(request);
            const allowed: Allowed = { action: request.action, evaluation, token };
            if (flags.out !== undefined) writeNew(io, flags.out, `${jsonText(allowed)}\n`, 0o600);
            out.answer(allowed, (value) => [
              ...evaluationLines(out, value.evaluation, value.action.tool),
              ...(flags.out === undefined
                ? out.pairs([['token', token]])
                : [`${out.colours.cyan('→')} eaap commit ${visible(flags.out)}`]),
            ]);
            return EXIT.done;
          } catch (thrown) {
            return refusal(out, thrown, visibleAll(request.action).tool);
          }
        });
      }),
    );
}

/** What `evaluate` answers and `commit` takes. */
export interface Allowed {
  readonly action: Action;
  readonly evaluation: Evaluation;
  readonly token: string;
}
