/** What was asked of a lane. */
export interface Asked {
  /** How often; a lane may be stopped before. */
  readonly rounds: number;
  /** What the seeds of the rounds are drawn from. */
  readonly seed: string;
  /** The number of the first, of lanes whose rounds have numbers; 0 unless stated. */
  readonly from?: number;
  /** One line, now. */
  say(line: string): void;
  /** Whether to end after this round. */
  isStopped(): boolean;
}

/** What came of a lane. */
export interface Ran {
  /** Whether every round said the same, and said that it is right. */
  readonly holds: boolean;
  /** In one sentence. */
  readonly said: string;
  /** The text of its page, under the heading. It names no day and no commit, so that it changes only when the numbers do. */
  readonly page: string;
}

/** Something that is repeated for long, with another seed each round. A file of `lanes/` exports one as `lane`. */
export interface Lane {
  readonly name: string;
  readonly title: string;
  /** How often unless asked otherwise. */
  readonly rounds: number;
  /** What its rounds are called, where it is something else: also the name of the option. */
  readonly unit?: 'inputs';
  run(asked: Asked): Promise<Ran>;
}

/** The seed of a round, by which it can be run again. */
export const seedOf = (seed: string, round: number): string => `${seed}-${String(round).padStart(3, '0')}`;

/** A duration as people say it. */
export function lasted(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
