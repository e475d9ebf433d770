import {
  EaapError,
  matches,
  parseJson,
  problemTypeOf,
  PROBLEMS,
  type Json,
  type Route,
} from '@eaap/protocol';
import type { TransportResponse } from './transport.ts';
import { GatewayUnreachable } from './unreachable.ts';

const ANSWER_LIMITS = { maxBytes: 64 * 1_048_576, maxDepth: 96 };

const isType = (contentType: string, wanted: string): boolean =>
  contentType.split(';')[0]?.trim().toLowerCase() === wanted;

/**
 * What a gateway answered, held against what the route may answer. Whatever is not exactly that is no answer: an ALLOW
 * that cannot be read is not an ALLOW.
 *
 * @throws EaapError the problem it answered; GatewayUnreachable for anything that is not this protocol.
 */
export function readAnswer(route: Route, response: TransportResponse, where: string): unknown {
  const strange = (what: string): GatewayUnreachable =>
    new GatewayUnreachable(
      'not-a-gateway',
      `${where} answered ${route.method} ${route.path} with ${what}. It is no EAAP gateway, one of another version, or something stands between.`,
      true,
    );
  if (isType(response.contentType, 'application/problem+json')) throw readProblem(response, strange);
  if (response.status !== route.status && response.status !== route.also) {
    throw strange(
      `status ${response.status} and ${response.contentType === '' ? 'no content type' : 'no problem'}`,
    );
  }
  if (route.response === null) {
    if (!isType(response.contentType, 'text/plain')) throw strange('something else than text');
    return response.body;
  }
  if (!isType(response.contentType, 'application/json')) throw strange('something else than JSON');
  const body = parse(response.body, strange);
  if (!matches(route.response, body)) throw strange('JSON that does not match its schema');
  return body;
}

function parse(text: string, strange: (what: string) => GatewayUnreachable): Json {
  try {
    return parseJson(text, ANSWER_LIMITS);
  } catch {
    throw strange('JSON that cannot be read to its end');
  }
}

function readProblem(response: TransportResponse, strange: (what: string) => GatewayUnreachable): Error {
  const body = parse(response.body, strange);
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    return strange('a problem that is no object');
  const { type, status, detail, title: _title, ...extras } = body as Readonly<Record<string, Json>>;
  const known = problemTypeOf(type);
  if (known === undefined) return strange('a problem of a type that is not known here');
  if (typeof detail !== 'string' || status !== response.status || PROBLEMS[known].status !== status) {
    return strange('a problem that contradicts itself');
  }
  return new EaapError(known, detail, extras);
}
