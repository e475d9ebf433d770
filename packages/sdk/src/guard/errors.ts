import { EaapError, matches, Judgment, type Evaluation, type Reason } from '@eaap/protocol';

/** The reasons of a judgment that stand in the way. */
function standing(judgment: Judgment | undefined, outcome: 'block' | 'escalate'): Reason[] {
  return (judgment?.gates ?? [])
    .flatMap((gate) => gate.reasons)
    .filter((reason) => reason.outcome === outcome && reason.approved === null);
}

/** One reason as a paragraph: gate, rule, field and facts, and what would make the action admissible. */
function paragraph(reason: Reason): string {
  const at = [
    `${reason.gate}/${reason.code}`,
    ...(reason.rule === null ? [] : [`rule ${reason.rule}`]),
    ...(reason.field === null ? [] : [`at ${reason.field}`]),
    ...(reason.facts.length === 0 ? [] : [`fact ${reason.facts.join(', ')}`]),
  ].join(', ');
  return `- ${at}: ${reason.message}${reason.admissible === '' ? '' : `\n  ${reason.admissible}`}`;
}

function judgmentOf(extras: Readonly<Record<string, unknown>>): Judgment | undefined {
  const { evaluation, judgment } = extras as { evaluation?: { judgment?: unknown }; judgment?: unknown };
  const found = evaluation?.judgment ?? judgment;
  return matches(Judgment, found) ? found : undefined;
}

/** A guarded tool did not run. `cause` is the problem the gateway answered; `message` says what happened and what next. */
export class ActionRefused extends EaapError {
  /** The reasons that stood in the way, if the gateway gave a judgment. */
  readonly reasons: readonly Reason[];
  /** The tool that did not run. */
  readonly tool: string;

  constructor(
    name: string,
    tool: string,
    happened: string,
    next: string,
    problem: EaapError,
    outcome: 'block' | 'escalate' = 'block',
  ) {
    const reasons = standing(judgmentOf(problem.extras), outcome);
    const lines = [
      happened,
      ...reasons.map(paragraph),
      ...(reasons.length === 0 ? [problem.detail] : []),
      next,
    ];
    super(problem.type, lines.filter((line) => line !== '').join('\n'), problem.extras, { cause: problem });
    this.name = name;
    this.tool = tool;
    this.reasons = reasons;
  }
}

/** The action is not admissible; asking again changes nothing until one of the reasons has gone. */
export class ActionBlocked extends ActionRefused {
  readonly evaluation: Evaluation | undefined;

  constructor(tool: string, problem: EaapError) {
    super('ActionBlocked', tool, `${tool} did not run: the action is blocked.`, 'Nothing was done.', problem);
    this.evaluation = problem.extras['evaluation'] as Evaluation | undefined;
  }
}

/** Somebody else has to decide first. */
export class ActionEscalated extends ActionRefused {
  /** The id of the escalation. */
  readonly escalation: string;
  readonly evaluation: Evaluation | undefined;

  constructor(tool: string, problem: EaapError) {
    const id = String(problem.extras['escalation'] ?? '');
    const next = `Nothing was done. An approver decides it: eaap approve ${id}. Then call again with the same parameters.`;
    super(
      'ActionEscalated',
      tool,
      `${tool} did not run: the action waits for a decision (escalation ${id}).`,
      next,
      problem,
      'escalate',
    );
    this.escalation = id;
    this.evaluation = problem.extras['evaluation'] as Evaluation | undefined;
  }
}

/** Between evaluation and commit the state, the verdict or the time changed. */
export class ActionDrifted extends ActionRefused {
  /** What changed, as the gateway says it. */
  readonly changed: readonly string[];

  constructor(tool: string, problem: EaapError) {
    const { changed } = problem.extras as { changed?: readonly string[] };
    super(
      'ActionDrifted',
      tool,
      `${tool} did not run: what it was allowed on no longer holds.`,
      'Nothing was done. Call again: the action is evaluated as things are now.',
      problem,
    );
    this.changed = changed ?? [];
  }
}

/** The tool ran and threw. `cause` is what it threw; the outcome was reported as failed unless `unreported` says otherwise. */
export class ToolFailed extends Error {
  readonly tool: string;
  readonly evaluation: string;
  /** Why the outcome could not be reported, when it could not; it then counts as unknown. */
  readonly unreported: unknown;

  constructor(tool: string, evaluation: string, cause: unknown, unreported?: unknown) {
    const reported =
      unreported === undefined
        ? 'It was reported as failed.'
        : 'That could not be reported: the outcome counts as unknown.';
    super(`${tool} was allowed, ran, and threw. ${reported}`, { cause });
    this.name = 'ToolFailed';
    this.tool = tool;
    this.evaluation = evaluation;
    this.unreported = unreported;
  }
}

/** The tool ran, and its outcome could not be reported: the gateway will count it as unknown. `cause` says why. */
export class OutcomeUnreported extends Error {
  readonly tool: string;
  readonly evaluation: string;
  /** What the tool returned. */
  readonly result: unknown;

  constructor(tool: string, evaluation: string, result: unknown, cause: unknown) {
    super(
      `${tool} ran, but its outcome could not be reported: it counts as unknown (evaluation ${evaluation}). Do not run it again blindly.`,
      {
        cause,
      },
    );
    this.name = 'OutcomeUnreported';
    this.tool = tool;
    this.evaluation = evaluation;
    this.result = result;
  }
}

/** The manifest in the code is not the one the gateway judges by. */
export class ManifestMismatch extends Error {
  readonly tool: string;

  constructor(tool: string, pinned: boolean) {
    super(
      pinned
        ? `The gateway judges ${tool} by another manifest than this code was written for. An admin pins the new one: gateway.setManifest(manifest).`
        : `The gateway has no manifest for ${tool}. An admin pins it: gateway.setManifest(manifest).`,
    );
    this.name = 'ManifestMismatch';
    this.tool = tool;
  }
}
