/** What a verification can find. Stable: a program may branch on them. */
export const FINDING_CODES = [
  'record-malformed',
  'sequence-gap',
  'namespace-mixed',
  'chain-broken',
  'time-reversed',
  'leaf-mismatch',
  'node-mismatch',
  'signature-invalid',
  'root-mismatch',
  'checkpoint-missing',
  'checkpoint-fork',
  'truncated',
  'row-without-record',
  'record-without-row',
  'commitment-mismatch',
  'row-mismatch',
] as const;

/** One of {@link FINDING_CODES}. */
export type FindingCode = (typeof FINDING_CODES)[number];

/** Something that does not add up. */
export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
  /** The record it is about, where it is about one. */
  readonly seq?: number;
}

/** The result of verifying one log. */
export interface LogVerification {
  /** Whether nothing was found. */
  readonly ok: boolean;
  /** Records there are. */
  readonly size: number;
  /** The root of the tree over them, recomputed. */
  readonly root: `sha256:${string}`;
  /** The findings, at most {@link MAX_OF_A_CODE} of each code. */
  readonly findings: readonly Finding[];
  /** Findings of each code that are not listed, since one cause can have thousands of effects. */
  readonly omitted: Readonly<Partial<Record<FindingCode, number>>>;
}

/** Findings of one code that are listed, at most. */
export const MAX_OF_A_CODE = 50;

/** Collects findings. */
export interface Findings {
  add(code: FindingCode, message: string, seq?: number): void;
  has(code: FindingCode): boolean;
  readonly list: readonly Finding[];
  readonly omitted: Readonly<Partial<Record<FindingCode, number>>>;
}

export function createFindings(): Findings {
  const list: Finding[] = [];
  const counts = new Map<FindingCode, number>();
  return {
    add(code, message, seq) {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= MAX_OF_A_CODE) list.push({ code, message, ...(seq === undefined ? {} : { seq }) });
    },
    has: (code) => counts.has(code),
    list,
    get omitted() {
      const over = [...counts].filter(([, count]) => count > MAX_OF_A_CODE);
      return Object.fromEntries(over.map(([code, count]) => [code, count - MAX_OF_A_CODE]));
    },
  };
}
