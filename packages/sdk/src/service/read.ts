import {
  EaapError,
  parseJson,
  PARSE_LIMITS,
  ROUTES,
  toUtf8,
  validate,
  type Json,
  type Route,
  type RouteId,
  type RouteParameter,
} from '@eaap/protocol';
import type { Actor } from '@eaap/ledger';
import { PROTOCOL_VERSION } from './handlers/evidence.ts';
import type { BodySource, DispatchRequest } from './types.ts';

const BY_ID = new Map(ROUTES.map((route) => [route.id, route]));

/** Routes whose body speaks of a namespace or principal that is to be made, not of who is asking. */
const NAMES_ANOTHER: ReadonlySet<RouteId> = new Set(['create-key', 'create-namespace']);

/** The route, or `not-found`. */
export function routeOf(id: RouteId): Route & { readonly id: RouteId } {
  const route = BY_ID.get(id);
  if (route === undefined) throw new EaapError('not-found', 'There is no such route.');
  return route;
}

/** Refuses a credential without the role, naming the one that is needed. */
export function requireRole(route: Route, actor: Actor): void {
  if (route.roles.some((role) => actor.roles.includes(role))) return;
  throw new EaapError(
    'forbidden',
    `This needs the role ${route.roles.join(' or ')}; the credential holds ${actor.roles.join(', ')}.`,
    { needed: [...route.roles] },
  );
}

/**
 * Refuses a request that asks for a version of the protocol that is not spoken here: another major one, or a minor one
 * that is yet to come.
 *
 * @throws EaapError `unsupported-version`
 * @see RFC-0016 section 7.1
 */
export function checkVersion(asked: string | undefined): void {
  if (asked === undefined) return;
  const [major, minor] = PROTOCOL_VERSION.split('.');
  const version = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/.exec(asked);
  if (version !== null && version[1] === major && Number(version[2]) <= Number(minor)) return;
  throw new EaapError('unsupported-version', `EAAP-Version must be ${PROTOCOL_VERSION}, or be left out.`, {
    supported: [PROTOCOL_VERSION],
  });
}

function checkParameter({ name, schema }: RouteParameter, value: string): void {
  if (schema.type === 'integer') {
    const number = /^(0|[1-9]\d{0,15})$/.test(value) ? Number(value) : Number.NaN;
    const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema;
    if (!(number >= minimum && number <= maximum)) {
      throw new EaapError(
        'invalid-request',
        `${name} must be a whole number from ${minimum} to ${maximum}.`,
        { parameter: name },
      );
    }
    return;
  }
  if (value.length > 512)
    throw new EaapError('invalid-request', `${name} is longer than 512 characters.`, { parameter: name });
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    const hint =
      name === 'If-Match' ? 'one version as an entity tag, as in "3"' : `of the form ${schema.pattern}`;
    throw new EaapError('invalid-request', `${name} must be ${hint}.`, { parameter: name });
  }
}

function queryOf(query: DispatchRequest['query']): Record<string, string> {
  if (query === undefined) return {};
  if (typeof query !== 'string') return { ...query };
  const members: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(query)) {
    if (Object.hasOwn(members, name))
      throw new EaapError('invalid-request', 'A query parameter is given twice.');
    members[name] = value;
  }
  return members;
}

/** What a request says besides its body. */
export interface Parameters {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Path, query and header parameters, each checked; a query parameter that the route does not know is refused. */
export function readParameters(route: Route, request: DispatchRequest): Parameters {
  const given = {
    path: request.params ?? {},
    query: queryOf(request.query),
    header: request.headers ?? {},
  };
  const read = { path: {}, query: {}, header: {} } as Record<RouteParameter['in'], Record<string, string>>;
  for (const parameter of route.parameters) {
    const { name, required } = parameter;
    const key = parameter.in === 'header' ? name.toLowerCase() : name;
    const value = Object.hasOwn(given[parameter.in], key) ? given[parameter.in][key] : undefined;
    if (value === undefined) {
      if (!required) continue;
      if (name === 'If-Match') {
        throw new EaapError(
          'precondition-required',
          'Say which version you mean: If-Match: "<version>", as the record shows it.',
        );
      }
      throw new EaapError('invalid-request', `${name} is required.`, { parameter: name });
    }
    checkParameter(parameter, value);
    read[parameter.in][key] = value;
  }
  const known = new Set(
    route.parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name),
  );
  for (const name of Object.keys(given.query)) {
    if (known.has(name)) continue;
    const takes = known.size === 0 ? 'none' : [...known].join(', ');
    throw new EaapError(
      'invalid-request',
      `There is a query parameter that this route does not know; it takes ${takes}.`,
    );
  }
  return { params: read.path, query: read.query, headers: read.header };
}

async function bytesOf(body: BodySource | undefined): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array();
  if (typeof body === 'string') return toUtf8(body);
  if (typeof body === 'function') return body();
  return body;
}

function checkMedia(headers: Readonly<Record<string, string>>): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new EaapError('unsupported-media-type', 'A body is taken as it is, without Content-Encoding.');
  }
  const type = headers['content-type'] ?? '';
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type)) {
    throw new EaapError('unsupported-media-type', 'Send Content-Type: application/json, in UTF-8.');
  }
}

/** The body, strictly parsed and validated, naming no other identity than the credential's. */
export async function readBody(
  route: Route & { readonly id: RouteId },
  actor: Actor,
  request: DispatchRequest,
): Promise<Json> {
  if (route.request === null) {
    if ((await bytesOf(request.body)).length > 0)
      throw new EaapError('invalid-request', 'This route takes no body.');
    return null;
  }
  checkMedia(request.headers ?? {});
  const bytes = await bytesOf(request.body);
  if (bytes.length === 0)
    throw new EaapError('malformed-json', 'The body is empty; this route takes a JSON object.', {
      reason: 'syntax',
    });
  const body = parseJson(bytes, PARSE_LIMITS);
  validate(route.request, body);
  if (!NAMES_ANOTHER.has(route.id)) checkIdentity(body as Readonly<Record<string, Json>>, actor);
  return body;
}

function checkIdentity(body: Readonly<Record<string, Json>>, actor: Actor): void {
  for (const name of ['namespace', 'principal'] as const) {
    if (!Object.hasOwn(body, name) || body[name] === actor[name]) continue;
    throw new EaapError(
      'identity-mismatch',
      `The body names another ${name} than the credential. Leave it out, or use a key of that ${name}.`,
      {
        pointer: `/${name}`,
      },
    );
  }
}
