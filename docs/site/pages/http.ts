import { PROBLEMS, ROUTES, type ProblemType, type Route } from '@eaap/protocol';
import type { Exchange } from '../exchange/gateway.ts';
import { code, json, table, text } from './html.ts';
import { nameOf } from './members.ts';

const GROUPS: readonly (readonly [title: string, about: string, path: RegExp])[] = [
  ['Vault', 'The ledger of facts (RFC-0003), and the context made of them (RFC-0004).', /^\/v2\/vault\//],
  ['Actions', 'Evaluate, commit, outcome (RFC-0008).', /^\/v2\/actions\//],
  ['Escalations', 'What waits for a person (RFC-0009).', /^\/v2\/escalations/],
  ['Control', 'Halting, and the clock (RFC-0001 sections 9.6 and 12.3).', /^\/v2\/control/],
  ['Policy, trust, manifests', 'What is judged by (RFC-0006, RFC-0007).', /^\/v2\/(policy|trust|manifests)/],
  ['Keys and namespaces', 'Who acts (RFC-0001 section 5).', /^\/v2\/(keys|namespaces)/],
  ['Log', 'Records, checkpoints and proofs (RFC-0011).', /^\/v2\/ledger\//],
  ['About the gateway', 'What it is and whether it is well.', /^\/(?!v2)/],
];

const schemaLink = (schema: unknown): string => {
  const name = nameOf((schema as { $id: string }).$id);
  return `<a href="schemas/${name}.html">${name}</a>`;
};

function wire({ method, path, headers, request, status, response, etag }: Exchange, keyed: boolean): string {
  const sent = [
    `${method} ${path} HTTP/1.1`,
    ...(keyed ? ['Authorization: Bearer eaap_acme_…'] : []),
    ...Object.entries(headers).map(([name, value]) => `${name === 'if-match' ? 'If-Match' : name}: ${value}`),
    ...(request === null ? [] : ['Content-Type: application/json']),
  ];
  const type =
    typeof response === 'string'
      ? 'text/plain'
      : status < 400
        ? 'application/json'
        : 'application/problem+json';
  const got = [`HTTP/1.1 ${status}`, `Content-Type: ${type}`, ...(etag === null ? [] : [`ETag: ${etag}`])];
  const asText = ['```text', typeof response === 'string' ? response.trimEnd() : '', '```', ''].join('\n');
  return [
    ...['```http', ...sent, '```', ''],
    request === null ? '' : json(request, 'The body sent'),
    ...['```http', ...got, '```', ''],
    typeof response === 'string' ? asText : json(response, 'The answer'),
  ].join('\n');
}

function problemRows(types: readonly ProblemType[]): string[][] {
  return types.map((type) => [
    `<a href="errors.html#${type}"><code>${type}</code></a>`,
    String(PROBLEMS[type].status),
    text(PROBLEMS[type].title),
  ]);
}

function routeSection(route: Route, exchanges: readonly Exchange[]): string {
  const { method, path, summary, roles, request, response, status, also, parameters, problems } = route;
  const answered = response === null ? 'text/plain' : schemaLink(response);
  const statuses =
    also === undefined ? code(String(status)) : `${code(String(status))} or ${code(String(also))}`;
  const parts = [
    `### ${method} ${path}`,
    '',
    `<a id="${route.id}"></a>${text(summary)}.`.replace(/\.\.$/, '.'),
    '',
    `<dl class="facts"><div><dt>Roles</dt><dd>${roles.length === 0 ? 'no key is needed' : roles.join(', ')}</dd></div>` +
      `<div><dt>Sent</dt><dd>${request === null ? 'no body' : schemaLink(request)}</dd></div>` +
      `<div><dt>Answered</dt><dd>${statuses} ${answered}</dd></div></dl>`,
    '',
  ];
  if (parameters.length > 0) {
    const rows = parameters.map((parameter) => [
      `${code(parameter.name)}${parameter.required ? '' : ' <span class="optional">optional</span>'}`,
      parameter.in,
      [
        parameter.schema.type,
        ...(parameter.schema.pattern === undefined ? [] : [code(parameter.schema.pattern)]),
        ...(parameter.schema.minimum === undefined
          ? []
          : [`at least ${code(String(parameter.schema.minimum))}`]),
        ...(parameter.schema.maximum === undefined
          ? []
          : [`at most ${code(String(parameter.schema.maximum))}`]),
      ].join(', '),
      text(parameter.description),
    ]);
    parts.push(table(['parameter', 'in', 'type', 'meaning'], rows, 'parameters'));
  }
  if (problems.length > 0) {
    parts.push(table(['problem', 'status', 'what it says'], problemRows(problems), 'problems'));
  }
  const own = exchanges.filter((exchange) => exchange.route === route.id);
  for (const exchange of own) {
    const title = exchange.title === '' ? 'Example' : `Example: ${exchange.title.toLowerCase()}`;
    parts.push(
      `<details class="fold exchange"><summary>${text(title)} <span class="status s${String(exchange.status)[0] ?? ''}">${exchange.status}</span></summary>`,
      '',
      wire(exchange, roles.length > 0),
      '</details>',
      '',
    );
  }
  return parts.join('\n');
}

/** The HTTP binding as one page. */
export function httpPage(exchanges: readonly Exchange[]): string {
  const all = Object.keys(PROBLEMS) as ProblemType[];
  const common = all.filter(
    (type) =>
      PROBLEMS[type].status === 503 ||
      ['unauthenticated', 'forbidden', 'rate-limited', 'malformed-json', 'payload-too-large'].includes(
        type,
      ) ||
      ['unsupported-media-type', 'identity-mismatch', 'invalid-request', 'method-not-allowed'].includes(type),
  );
  const groups = GROUPS.map(([title, about, path]) => {
    const routes = ROUTES.filter((route) => path.test(route.path));
    return `## ${title}\n\n${about}\n\n${routes.map((route) => routeSection(route, exchanges)).join('\n\n')}`;
  });
  return `# HTTP

The binding of [RFC-0013](../../../rfcs/0013-http-binding.md), route by route, from the same table that the gateway, its
client and [openapi.json](../../../schemas/openapi.json) are made of. Bodies are JSON; a refusal is a problem
([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) whose types are listed under [Errors](../../errors.md). Every example
was sent to the reference gateway and answered by it when this page was made; keys are shortened.

${groups.join('\n\n')}

## Problems of any route

<a id="problems"></a>A route lists the problems that are its own. Besides them, where they apply:

${table(['problem', 'status', 'what it says'], problemRows(common), 'problems')}`;
}
