import { PROBLEM_PREFIX, PROBLEMS, type ProblemType } from '../problem/catalogue.ts';
import { SCHEMAS } from '../types/all.ts';
import { Problem } from '../types/operation.ts';
import type { Json, JsonObject } from '../types/json.ts';
import { REQUEST_EXAMPLES } from './examples.ts';
import { ROUTES, type Route, type RouteId, type RouteParameter } from './routes.ts';

/** Problems that any route with a credential may answer. */
const OF_EVERY_CREDENTIAL: readonly ProblemType[] = ['unauthenticated', 'forbidden', 'rate-limited'];
/** Problems that any route with a body may answer. */
const OF_EVERY_BODY: readonly ProblemType[] = [
  'malformed-json',
  'payload-too-large',
  'unsupported-media-type',
  'identity-mismatch',
];
/** What any route that touches storage may answer while the gateway cannot decide. */
const OF_EVERY_STATE = (Object.keys(PROBLEMS) as ProblemType[]).filter(
  (type) => PROBLEMS[type].status === 503,
);

const componentName = (id: string): string =>
  id
    .slice(id.lastIndexOf(':') + 1)
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const componentRef = (schema: object): JsonObject => ({
  $ref: `#/components/schemas/${componentName((schema as { $id?: string }).$id ?? '')}`,
});

/**
 * A schema as a component. Its `$id` goes: inside another document it would open a resource of its own, against which
 * the references to its sisters would no longer resolve.
 */
function bundled(value: Json): Json {
  if (Array.isArray(value)) return value.map(bundled);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value as JsonObject).filter(
    ([name, of]) => name !== '$id' || typeof of !== 'string',
  );
  return Object.fromEntries(
    members.map(([name, of]) =>
      name === '$ref' && typeof of === 'string' && SCHEMAS.has(of)
        ? [name, `#/components/schemas/${componentName(of)}`]
        : [name, bundled(of)],
    ),
  );
}

const plain = (schema: object): Json => JSON.parse(JSON.stringify(schema)) as Json;

function problemsOf(route: Route): ProblemType[] {
  const types = new Set<ProblemType>(route.problems);
  if (route.parameters.length > 0 || route.request !== null) types.add('invalid-request');
  if (route.roles.length > 0) for (const type of OF_EVERY_CREDENTIAL) types.add(type);
  if (route.request !== null) for (const type of OF_EVERY_BODY) types.add(type);
  if (route.id !== 'livez') for (const type of OF_EVERY_STATE) types.add(type);
  return (Object.keys(PROBLEMS) as ProblemType[]).filter((type) => types.has(type));
}

function problemResponses(route: Route): Record<string, Json> {
  const byStatus = new Map<number, ProblemType[]>();
  for (const type of problemsOf(route)) {
    const { status } = PROBLEMS[type];
    byStatus.set(status, [...(byStatus.get(status) ?? []), type]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, types]) => [
      String(status),
      {
        description: types.map((type) => `\`${type}\`: ${PROBLEMS[type].title}.`).join(' '),
        content: {
          'application/problem+json': {
            schema: componentRef(Problem),
            examples: Object.fromEntries(
              types.map((type) => {
                const { title } = PROBLEMS[type];
                return [
                  type,
                  { value: { type: `${PROBLEM_PREFIX}${type}`, title, status, detail: `${title}.` } },
                ];
              }),
            ),
          },
        },
      },
    ]),
  );
}

function successResponses(route: Route): Record<string, Json> {
  const versioned = route.parameters.some((parameter) => parameter.name === 'If-Match');
  const success: Json = {
    description: route.summary,
    ...(versioned
      ? { headers: { ETag: { description: 'The version of the record.', schema: { type: 'string' } } } }
      : {}),
    content:
      route.response === null
        ? { 'text/plain': { schema: { type: 'string' } } }
        : { 'application/json': { schema: componentRef(route.response) } },
  };
  const statuses = route.also === undefined ? [route.status] : [route.also, route.status];
  return Object.fromEntries(statuses.map((status) => [String(status), success]));
}

const parameterOf = (parameter: RouteParameter): Json => ({
  name: parameter.name,
  in: parameter.in,
  required: parameter.required,
  description: parameter.description,
  schema: { ...parameter.schema },
});

function operationOf(route: Route & { readonly id: RouteId }): Json {
  const example = REQUEST_EXAMPLES[route.id];
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [tagOf(route.path)],
    ...(route.roles.length === 0
      ? { security: [] }
      : {
          description: `Needs the role ${route.roles.join(' or ')}.`,
          security: [{ key: [] }],
          'x-eaap-roles': [...route.roles],
        }),
    ...(route.parameters.length === 0 ? {} : { parameters: route.parameters.map(parameterOf) }),
    ...(route.request === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: componentRef(route.request),
                ...(example === undefined ? {} : { examples: { example: { value: example } } }),
              },
            },
          },
        }),
    responses: { ...successResponses(route), ...problemResponses(route) },
  };
}

const tagOf = (path: string): string => /^\/v2\/([a-z]+)/.exec(path)?.[1] ?? 'operation';

/**
 * The HTTP binding as an OpenAPI 3.1 document, complete in itself, made from {@link ROUTES}, the schemas and the
 * catalogue of problems.
 *
 * @see RFC-0001 section 13
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { openApi } from '@eaap/protocol';
 *
 * const document = openApi() as { openapi: string; paths: Record<string, unknown> };
 * assert.equal(document.openapi, '3.1.0');
 * assert.ok('/v2/actions/evaluate' in document.paths);
 * ```
 */
export function openApi(): JsonObject {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of ROUTES) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  const schemas = [...SCHEMAS.values()].map((schema): [string, Json] => [
    componentName(schema.$id),
    bundled(plain(schema)),
  ]);
  return {
    openapi: '3.1.0',
    'x-generated': 'Made from packages/protocol by `npm run schemas`. Do not edit.',
    info: {
      title: 'EAAP gateway',
      version: '2.0',
      description: 'The HTTP binding of EAAP, the Exogram Action Admissibility Protocol (RFC-0001).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [
      { url: 'http://127.0.0.1:8787', description: 'Where a gateway listens unless told otherwise.' },
    ],
    tags: [...new Set(ROUTES.map((route) => tagOf(route.path)))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key: it names the namespace, the principal and the roles.',
        },
      },
      schemas: Object.fromEntries(schemas.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))),
    },
  };
}
