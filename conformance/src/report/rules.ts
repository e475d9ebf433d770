import { digest } from '../model/digest.ts';
import { canonical, type Json, type JsonObject } from '../model/json.ts';
import { answerOf } from '../sut/answer.ts';
import type { Body } from './bodies.ts';
import type { Line, Stated } from './types.ts';

/** What an answer was expected to be, and was. */
interface Expected {
  readonly status: number | readonly number[];
  readonly problem?: string;
  /** That of a problem; where one is expected it can be no other. */
  readonly type?: string;
}

const PROBLEM = 'application/problem+json';

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the values are those of a statement about an answer. */
export function areOfAnswer(expected: unknown, got: unknown): boolean {
  if (!isObject(expected) || !isObject(got)) return false;
  const isStatus = typeof expected['status'] === 'number' || Array.isArray(expected['status']);
  const names = Object.keys(expected);
  return (
    isStatus &&
    typeof got['status'] === 'number' &&
    names.every((name) => /^(status|problem|type)$/.test(name))
  );
}

/** Whether an answer is what was expected. */
export function answerHolds(expected: Json, got: Json): boolean {
  const { status, problem, type = PROBLEM } = expected as unknown as Expected;
  const seen = got as { status: number; problem?: string; type?: string };
  const statuses = typeof status === 'number' ? [status] : status;
  return (
    statuses.includes(seen.status) &&
    (problem === undefined || (seen.problem === problem && seen.type === PROBLEM && type === PROBLEM))
  );
}

/** The problem a body tells of. */
export const problemIn = (text: string): string | undefined =>
  answerOf(0, {}, Buffer.from(text, 'utf8')).problem;

/** The mark of a line: of what is kept of it. */
export function markOf(
  { method, path, status, request, answer }: Omit<Line, 'mark'>,
  bodies: readonly Body[],
): string {
  const of = (number: number | undefined): Json =>
    number === undefined ? null : ((bodies[number] ?? null) as Json);
  return digest('EAAP-VALUE-v1', [method, path, status, of(request), of(answer)]).slice(7, 23);
}

/** A value of a statement; a long one that was cut is as good as its digest where only sameness matters. */
export function valueOf(
  stated: Stated,
  which: 'expected' | 'got',
  bodies: readonly Body[],
): Json | undefined {
  const number = stated[`${which}_body`];
  if (number === undefined) return stated[which];
  const body = bodies[number];
  return typeof body === 'string' ? (JSON.parse(body) as Json) : body;
}

/** Whether a statement holds by its rule; undefined where the check alone knows. */
export function holdsBy(stated: Stated, bodies: readonly Body[]): boolean | undefined {
  if (stated.by === 'check') return undefined;
  const [expected, got] = [valueOf(stated, 'expected', bodies), valueOf(stated, 'got', bodies)];
  if (expected === undefined || got === undefined) return undefined;
  if (stated.by === 'equal') return canonical(expected) === canonical(got);
  return areOfAnswer(expected, got) && answerHolds(expected, got);
}
