import { canonical, type Json, type JsonObject } from '../../model/json.ts';
import { problemBody, problemFaults, PROBLEMS, type Answered } from '../../model/problem.ts';
import { idOf, refusedFor } from '../lib/evidence.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const LIST = 'EAAP-0001-147';
const BODY = 'EAAP-0013-012';
const MEDIA = 'application/problem+json';

/** The status a gateway answers by mistake, for each right one. */
const MISTAKEN: Readonly<Record<number, readonly [status: number, mistake: string]>> = {
  400: [422, 'took a request that is not understood for one that cannot be carried out'],
  401: [403, 'told somebody unknown that they may not'],
  403: [401, 'asked somebody known for another key'],
  404: [410, 'told that something had been there'],
  405: [404, 'took a wrong method for a missing route'],
  409: [400, 'blamed the request for the state of the world'],
  412: [409, 'took a precondition for a conflict'],
  413: [400, 'called a large body malformed'],
  415: [400, 'called a body of another type malformed'],
  422: [400, 'took a request that cannot be carried out for one that is not understood'],
  428: [412, 'took a missing precondition for one that fails'],
  429: [503, 'called a busy client a failure of its own'],
  503: [500, 'let the framework answer'],
};

const types = Object.keys(PROBLEMS);
const statusOf = (type: string): number => PROBLEMS[type]?.[0] ?? 0;
const read = (answered: Answered): Json => ({ op: 'read', ...answered });
const right = (type: string, members: JsonObject = {}): Answered => ({
  status: statusOf(type),
  content_type: MEDIA,
  body: problemBody(type, 'It was refused.', members),
});

function described(): CaseSource[] {
  return [
    ...types.map((type): CaseSource => ({
      id: `describe-${type}`,
      title: `what ${type} is answered with`,
      requirements: [LIST],
      input: { op: 'describe', type },
    })),
    ...refusedFor('unknown-type', LIST, [
      ['describe-unknown', 'a type there is not', { op: 'describe', type: 'no-such-route' }],
      [
        'describe-inherited',
        'a name that objects of a language have',
        { op: 'describe', type: 'constructor' },
        'looked the type up in an object with a prototype',
      ],
      ['describe-upper', 'a type in capitals', { op: 'describe', type: 'BLOCKED' }],
      ['describe-urn', 'the type with its prefix', { op: 'describe', type: 'urn:eaap:problem:blocked' }],
      ['describe-empty', 'no type', { op: 'describe', type: '' }],
    ]),
  ];
}

function written(): CaseSource[] {
  const cases: readonly (readonly [string, string, string, string, JsonObject])[] = [
    ['write-plain', 'no further members', 'not-found', 'There is no such fact.', {}],
    [
      'write-conflict',
      'the members of a conflict',
      'conflict',
      'It contradicts fact 7.',
      { conflict_id: idOf(7), incumbent: { id: idOf(4), version: 2 }, status: 'open' },
    ],
    [
      'write-drift',
      'what changed',
      'state-drift',
      'The state has changed.',
      { changed: ['policy', `fact:${idOf(4)} 1→2`] },
    ],
    ['write-pointer', 'a pointer', 'invalid-request', '/subject is missing.', { pointer: '/subject' }],
    ['write-unicode', 'a detail with text of all kinds', 'blocked', 'Gesperrt: „100 €“ \u2028 "x"', {}],
    [
      'write-claims-status',
      'further members that name the standard ones',
      'forbidden',
      'No.',
      { status: 200, type: 'about:blank' },
    ],
    [
      'write-order',
      'further members that sort before and after',
      'rate-limited',
      'Wait 2 s.',
      { a: 1, retry_after: 2, zz: null },
    ],
  ];
  return cases.map(([id, title, type, detail, members]) => ({
    id,
    title,
    requirements: [BODY],
    input: { op: 'write', type, detail, members },
  }));
}

function answered(): CaseSource[] {
  const plain = right('state-drift');
  const { type: _type, ...untyped } = JSON.parse(plain.body) as JsonObject;
  const changed = (change: JsonObject): string =>
    canonical({ ...(JSON.parse(plain.body) as JsonObject), ...change });
  const accepted: readonly (readonly [string, string, Answered])[] = [
    ['read-plain', 'a problem as it is answered', plain],
    ['read-charset', 'a charset after the media type', { ...plain, content_type: `${MEDIA}; charset=utf-8` }],
    [
      'read-media-upper',
      'the media type in capitals',
      { ...plain, content_type: 'Application/Problem+JSON' },
    ],
    ['read-members', 'further members', right('conflict', { conflict_id: idOf(7), later: true })],
    [
      'read-spaced',
      'a body that is not canonical',
      { ...plain, body: JSON.stringify(JSON.parse(plain.body), null, 2) },
    ],
  ];
  const statuses = types.map((type): CaseSource => {
    const [status, mistake] = MISTAKEN[statusOf(type)] ?? [500, ''];
    const body = canonical({ ...(JSON.parse(right(type).body) as JsonObject), status });
    return {
      id: `read-${type}-as-${status}`,
      title: `${type} answered with ${status}`,
      requirements: [LIST],
      input: read({ ...right(type), status, body }),
      refused: 'status-mismatch',
      mistake,
    };
  });
  return [
    ...accepted.map(([id, title, of]): CaseSource => ({ id, title, requirements: [LIST], input: read(of) })),
    ...statuses,
    ...refusedFor('status-mismatch', LIST, [
      [
        'read-body-status',
        'another status in the body than on the wire',
        read({ ...plain, body: changed({ status: 400 }) }),
      ],
      [
        'read-wire-status',
        'another status on the wire than in the body',
        read({ ...plain, status: 200 }),
        'answered a refusal with 200',
      ],
    ]),
    ...refusedFor('media-type', LIST, [
      [
        'read-plain-json',
        'the media type of JSON',
        read({ ...plain, content_type: 'application/json' }),
        'answered every body as application/json',
      ],
      ['read-no-media', 'no media type', read({ ...plain, content_type: '' })],
      ['read-html', 'the media type of a page', read({ ...plain, content_type: 'text/html' })],
      [
        'read-media-prefix',
        'a media type that begins so',
        read({ ...plain, content_type: 'application/problem+jsonl' }),
      ],
    ]),
    ...refusedFor('unknown-type', LIST, [
      [
        'read-about-blank',
        'the type of no type',
        read({ ...plain, body: changed({ type: 'about:blank' }) }),
        'left the type to the framework',
      ],
      [
        'read-bare-type',
        'a type without its prefix',
        read({ ...plain, body: changed({ type: 'state-drift' }) }),
      ],
      [
        'read-url-type',
        'a type as an address',
        read({ ...plain, body: changed({ type: 'https://eaap.example/problems/state-drift' }) }),
      ],
      [
        'read-own-type',
        'a type of its own',
        read({ ...plain, body: changed({ type: 'urn:eaap:problem:stale' }) }),
      ],
      [
        'read-upper-type',
        'a type in capitals',
        read({ ...plain, body: changed({ type: 'urn:eaap:problem:STATE-DRIFT' }) }),
      ],
    ]),
    ...refusedFor('title-mismatch', LIST, [
      [
        'read-own-title',
        'a title of its own',
        read({ ...plain, body: changed({ title: 'Conflict' }) }),
        'took the reason phrase for the title',
      ],
      [
        'read-translated',
        'a translated title',
        read({ ...plain, body: changed({ title: 'Der Zustand hat sich geändert' }) }),
      ],
    ]),
    ...refusedFor('not-a-problem', LIST, [
      ['read-no-type', 'no type', read({ ...plain, body: canonical(untyped) })],
      ['read-no-detail', 'a detail that is null', read({ ...plain, body: changed({ detail: null }) })],
      ['read-status-text', 'the status as a text', read({ ...plain, body: changed({ status: '409' }) })],
      ['read-text', 'a text', read({ ...plain, body: 'state-drift' })],
      ['read-array', 'an array', read({ ...plain, body: `[${plain.body}]` })],
      ['read-empty', 'nothing', read({ ...plain, body: '' })],
      [
        'read-wrapped',
        'a problem within an object',
        read({ ...plain, body: `{"error":${plain.body}}` }),
        'wrapped what it answers',
      ],
    ]),
  ];
}

export const topic: Topic = {
  name: 'problems',
  title: 'Problems',
  specified: 'RFC-0013 section 6',
  input:
    'With `op` `describe`: a `type`, without its prefix. With `write`: a `type`, a `detail` and further `members`. With `read`: an answer, `status`, `content_type` and `body` as a text, that is to be a problem and is looked at in the order of section 6.4.',
  output:
    'After `describe`: `type` as on the wire, `status`, `title`, and `again`, whether the same request may succeed later. After `write`: `status` and `body`, the canonical text. After `read`: `type`, without its prefix. Each output is an object.',
  reasons: {
    'unknown-type': 'The type is not on the list.',
    'media-type': 'The answer is not declared as application/problem+json.',
    'not-a-problem':
      'The body is no JSON object with texts `type`, `title`, `detail` and an integer `status`.',
    'status-mismatch': 'The status on the wire or in the body is not that of the type.',
    'title-mismatch': 'The title is not that of the type.',
  },
  cases: () => [...described(), ...written(), ...answered()],
  answer(input): Finding {
    const given = input as JsonObject;
    const type = String(given['type']);
    if (given['op'] === 'read') {
      const faults = problemFaults(given as unknown as Answered);
      if (faults.length > 0) return { refused: faults };
      return {
        output: { type: String((JSON.parse(String(given['body'])) as JsonObject)['type']).slice(17) },
      };
    }
    if (!Object.hasOwn(PROBLEMS, type)) return { refused: ['unknown-type'] };
    const [status = 0, title = '', again] = PROBLEMS[type] ?? [];
    if (given['op'] === 'describe')
      return { output: { type: `urn:eaap:problem:${type}`, status, title, again: again === 'again' } };
    const body = problemBody(type, String(given['detail']), given['members'] as JsonObject);
    return { output: { status, body } };
  },
};
