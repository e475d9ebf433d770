import {
  JSON_REASONS,
  PROBLEM_PREFIX,
  PROBLEM_TYPES,
  PROBLEMS,
  REASON_CODES,
  RECEIPT_REASONS,
} from '@eaap/protocol';
import { FINDING_CODES } from '@eaap/ledger';
import { JSON_MEANING, PROBLEM_NEXT } from './problems.ts';
import { FINDING_MEANING, REASON_MEANING, RECEIPT_MEANING } from './reasons.ts';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const codes = (names: readonly string[], meaning: Readonly<Record<string, string>>): string =>
  table(
    ['code', 'meaning'],
    names.map((name) => [`\`${name}\``, meaning[name] ?? '']),
  );

/** The page, whole. */
export function errorsPage(): string {
  const problems = PROBLEM_TYPES.map((type) => {
    const { status, title, retry } = PROBLEMS[type];
    return [`\`${type}\``, String(status), `${title}.`, PROBLEM_NEXT[type], retry ? 'yes' : ''];
  });
  const gates = Object.entries(REASON_CODES).map(
    ([gate, names]) =>
      `### ${gate}\n\n${codes(names, REASON_MEANING[gate as keyof typeof REASON_MEANING] as Readonly<Record<string, string>>)}`,
  );
  return `<!-- Made by docs/tools/errors/main.ts from the catalogues of the packages: \`npm run docs:errors\`. Do not edit. -->

# Errors

Every list here is closed, and every code in it is stable: a program may branch on it. The sentence beside a code in an
answer is for people and may change.

## Problems

What a gateway refuses it answers as \`application/problem+json\` (RFC 9457, RFC-0001 section 12.1). \`type\` is
\`${PROBLEM_PREFIX}\` and the name below; in TypeScript it is the \`type\` of an \`EaapError\`. "Again" says whether the same
request may succeed later without being changed.

${table(['type', 'status', 'title', 'what to do', 'again'], problems)}

## Why JSON is refused

\`reason\` of a \`malformed-json\` problem.

${codes(JSON_REASONS, JSON_MEANING)}

## Why an action is not admissible

The reasons of a judgment, by gate, in the order of the gates (RFC-0001 section 8). A reason names the rule, the field,
the value and the facts concerned, and in \`admissible\` what would help.

${gates.join('\n\n')}

## Why a target refuses a receipt

\`reason\` of a \`ReceiptRefused\`.

${codes(RECEIPT_REASONS, RECEIPT_MEANING)}

## What \`eaap verify\` finds

${codes(FINDING_CODES, FINDING_MEANING)}
`;
}
