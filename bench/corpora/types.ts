/** What a corpus comes to when it goes through the gateway. */
export interface CorpusResult {
  readonly corpus: string;
  readonly cases: number;
  /** Cases that were to be stopped, and were: blocked or escalated. */
  readonly stopped: number;
  /** Of all cases, those that were escalated. */
  readonly escalated: number;
  /** Cases that were to pass, and did. */
  readonly admitted: number;
  /** Where the verdict is another than the label, with the reasons. */
  readonly wrong: readonly { id: string; expected: string; got: string; reasons: readonly string[] }[];
  readonly figures: Readonly<Record<string, number>>;
  /** What was measured with, for people. */
  readonly notes?: readonly string[];
}

/** A corpus: its file, and what to do with it. */
export interface Corpus {
  run(path: string, options?: CorpusOptions): Promise<CorpusResult>;
}

/** What is measured with, where it is not what lies beside. */
export interface CorpusOptions {
  /** A folder of suites, `<suite>.json`, instead of `manifests/`. */
  readonly manifests?: string;
}

/** A file that was named and is not what it should be. */
export class CorpusFault extends Error {}
