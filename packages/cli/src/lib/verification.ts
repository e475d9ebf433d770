import type { LogFinding } from '@eaap/ledger';
import type { Output } from './output.ts';
import { shortDigest } from './show.ts';
import { pairs, table, wrap } from './text.ts';

/** What a verification came to, of a database or of an exported log. */
export interface Verification {
  readonly ok: boolean;
  readonly what: 'database' | 'log';
  readonly path: string;
  readonly verifier_key: string;
  /** Where the verifier key came from. */
  readonly key_from: string;
  readonly anchors: number;
  readonly namespaces: readonly {
    readonly namespace: string;
    readonly ok: boolean;
    readonly size: number;
    readonly root: string;
    readonly findings: readonly LogFinding[];
    readonly omitted: Readonly<Partial<Record<string, number>>>;
  }[];
  readonly checked: readonly (readonly [what: string, how: string])[];
  readonly not_shown: readonly string[];
}

const RECORDS = ['records', 'each well-formed, in order, in time, and linked to the one before'] as const;
const CHECKPOINTS = ['checkpoints', 'each signed by the key, and together covering every record'] as const;

/** What is looked at. */
export function checkedOf(what: Verification['what'], anchors: number): Verification['checked'] {
  const anchor = ['anchor', anchors === 0 ? 'none was given' : `${anchors} held against the log`] as const;
  if (what === 'log') return [RECORDS, ['tree', 'each leaf and root computed again'], CHECKPOINTS, anchor];
  return [
    RECORDS,
    ['tree', 'each leaf, node and root computed again'],
    CHECKPOINTS,
    [
      'rows',
      'each fact, conflict, evaluation, commit, outcome, escalation, key, setting and erasure held against its record',
    ],
    anchor,
  ];
}

/** What no finding does not mean. */
export function notShownBy(what: Verification['what'], anchors: number, keyFromLog: boolean): string[] {
  return [
    ...(anchors === 0
      ? [
          'That nothing was cut off at the end, and that nobody with the signing key wrote all of it anew: only a checkpoint kept elsewhere shows that (--anchor FILE).',
        ]
      : ['What happened after the anchor: a later end could have been cut off.']),
    ...(keyFromLog
      ? [
          'That the log is the one of your gateway: the key came with the log. Give the one you know (--key KEY).',
        ]
      : []),
    ...(what === 'log' ? ['That the database agrees with the log: verify the database itself.'] : []),
    'That what was recorded was true: facts are as good as their sources.',
  ];
}

function findingLines(out: Output, findings: readonly LogFinding[]): string[] {
  const { colours, columns } = out;
  return findings.flatMap(({ code, message, seq }) => [
    `  ${colours.red(code)}${seq === undefined ? '' : `  record ${seq}`}`,
    ...wrap(`    ${message}`, columns),
  ]);
}

/** A verification as a person reads it. */
export function verificationLines(out: Output, result: Verification): string[] {
  const { colours, columns } = out;
  const counts = result.namespaces.map(({ findings, omitted }) =>
    Object.values(omitted).reduce((sum: number, count) => sum + (count ?? 0), findings.length),
  );
  const found = counts.reduce((sum, count) => sum + count, 0);
  const rows = result.namespaces.map(({ namespace, size, root }, i) => [
    namespace,
    String(size),
    shortDigest(root),
    counts[i] === 0 ? colours.green('none') : colours.red(String(counts[i])),
  ]);
  return [
    result.ok
      ? `${colours.green(colours.bold('VERIFIED'))}  ${result.path}: nothing was found.`
      : `${colours.red(colours.bold('FOUND'))}  ${result.path}: ${found} ${found === 1 ? 'thing does' : 'things do'} not add up.`,
    '',
    ...table(['namespace', 'records', 'root', 'findings'], rows, colours),
    ...result.namespaces.flatMap(({ namespace, findings, omitted }) =>
      findings.length === 0
        ? []
        : [
            '',
            colours.bold(namespace),
            ...findingLines(out, findings),
            ...Object.entries(omitted).map(([code, count]) => `  ${code}: ${count} more`),
          ],
    ),
    '',
    'Checked:',
    ...pairs([['key', `${result.verifier_key} (${result.key_from})`], ...result.checked], {
      columns,
      colours,
    }),
    'Not shown by this:',
    ...result.not_shown.flatMap((line) => wrap(`  - ${line}`, columns, 2)),
  ];
}
