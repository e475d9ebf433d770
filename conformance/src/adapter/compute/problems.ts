import {
  EaapError,
  matches,
  parseJson,
  Problem,
  PROBLEMS,
  problemTypeOf,
  type ProblemType,
} from '@eaap/protocol';
import { problem } from '@eaap/sdk';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

/** What the packages say of a problem. */
export function compute(input: Json): Answer {
  const given = input as JsonObject;
  if (given['op'] === 'read') return read(given);
  const type = problemTypeOf(`urn:eaap:problem:${String(given['type'])}`);
  if (type === undefined) return { refused: 'unknown-type' };
  if (given['op'] === 'write') {
    const { status, body } = problem(
      new EaapError(type, String(given['detail']), given['members'] as JsonObject),
    );
    return { output: { status, body } };
  }
  const { status, title, retry } = PROBLEMS[type];
  return { output: { type: `urn:eaap:problem:${type}`, status, title, again: retry } };
}

function read({ status, content_type, body }: JsonObject): Answer {
  if (!/^application\/problem\+json\s*(;|$)/i.test(String(content_type))) return { refused: 'media-type' };
  const parsed = parsedOf(String(body));
  if (!isProblem(parsed)) return { refused: 'not-a-problem' };
  const type: ProblemType | undefined = problemTypeOf(parsed.type);
  if (type === undefined) return { refused: 'unknown-type' };
  const right = PROBLEMS[type];
  if (status !== right.status || parsed.status !== right.status) return { refused: 'status-mismatch' };
  return parsed.title === right.title ? { output: { type } } : { refused: 'title-mismatch' };
}

/** The schema of a problem but for its pattern of types: which types there are is the list's to say. */
function isProblem(value: unknown): value is { type: string; title: string; status: number; detail: string } {
  return (
    matches(Problem, { ...(value as object), type: 'urn:eaap:problem:internal' }) &&
    typeof (value as JsonObject)['type'] === 'string'
  );
}

function parsedOf(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return null;
  }
}
