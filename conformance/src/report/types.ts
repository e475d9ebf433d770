import type { Hello } from '../control/types.ts';
import type { Digest } from '../model/digest.ts';
import type { Json } from '../model/json.ts';
import type { CheckOutcome } from '../runner/outcome.ts';
import type { Selection } from '../runner/select.ts';
import type { RequirementVerdict, Summary } from '../runner/verdict.ts';
import type { RequirementGrade } from '../spec/requirement.ts';
import type { Body } from './bodies.ts';
import type { Signature } from './signature.ts';

/** How the gateway was reached. */
export type Mode = 'adapter' | 'url' | 'in-process';

/**
 * How it follows that an expectation holds: `equal`, when expected and got are the same JSON; `answer`, when status,
 * problem and type of an answer are those expected; `check`, when the check alone has seen it.
 */
export type Rule = 'equal' | 'answer' | 'check';

/** One thing a check stated. A value that is long is a number of `bodies`, where its canonical form stands. */
export interface Stated {
  readonly observation: string;
  readonly holds: boolean;
  readonly by: Rule;
  readonly expected?: Json;
  readonly expected_body?: number;
  readonly got?: Json;
  readonly got_body?: number;
  /** The line of the check's transcript that the answer came with. */
  readonly exchange?: number;
}

/** A check and what came of it. */
export interface ReportedCheck extends Omit<CheckOutcome, 'transcript' | 'expectations'> {
  readonly title: string;
  readonly requirements: readonly string[];
  readonly needs: readonly string[];
  readonly expectations: readonly Stated[];
  /** How many lines its transcript has. */
  readonly exchanges: number;
}

/** One request and its answer; `request` and `answer` are numbers of `bodies`. */
export interface Line {
  readonly method: string;
  readonly path: string;
  readonly request?: number;
  /** 0 when no answer came. */
  readonly status: number;
  readonly answer: number;
  /** The first 16 digits of the digest of all of it: tells which line was changed. */
  readonly mark: string;
}

/** A run, for machines (RFC-0015 section 6.3). */
export interface Report {
  readonly v: 3;
  /** EAAP-REPORT-v1, over everything but this member and `signature`. */
  readonly digest: Digest;
  /** Who made it, if somebody signed it. */
  readonly signature?: Signature;
  /** What the run has shown, in one sentence. */
  readonly claim: string;
  readonly generated_at: string;
  /** The digest of the requirements that were judged by. */
  readonly requirement_set: string;
  /** The digest of the checks there were: id, grade, requirements and hooks of each. */
  readonly check_set: Digest;
  /** Which part was run; empty for the whole. */
  readonly selection: Selection;
  readonly sut: {
    readonly url: string;
    readonly discovery: unknown;
    readonly adapter?: Hello;
    /** EAAP-VALUE-v1 of `adapter`. */
    readonly adapter_digest?: Digest;
  };
  readonly mode: Mode;
  /** The profile the gateway says it has. */
  readonly profile: string | null;
  readonly seed: string;
  /** Requirements by verdict. */
  readonly summary: Summary;
  /** The same by the evidence a requirement needs. */
  readonly grades: Readonly<Record<RequirementGrade, Summary>>;
  readonly requirements: readonly RequirementVerdict[];
  readonly checks: readonly ReportedCheck[];
  /** What went over the wire, by check, with keys and tokens taken out. */
  readonly transcripts: Readonly<Record<string, readonly Line[]>>;
  readonly bodies: readonly Body[];
  /** What was kept at most, and what is not here because of it. */
  readonly limits: {
    /** Characters of a body of a check that passed, and of another. */
    readonly passed: number;
    readonly other: number;
    /** Lines of a transcript. */
    readonly exchanges: number;
    readonly bodies_cut: number;
    readonly characters: number;
  };
}
