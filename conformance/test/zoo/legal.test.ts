import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHECKS } from '../../src/checks/index.ts';
import { canonical, type JsonObject } from '../../src/model/json.ts';
import { catchMutant } from '../../src/zoo/catch.ts';
import { HEALTHY, type Mutant } from '../../src/zoo/types.ts';

// A right gateway that chooses otherwise where the documents leave a choice is accused by no check: another case and further
// parameters of media types and of a scheme, further directives, headers and members of problems, details in other words, a
// longer time to wait.

const HEADERS: Readonly<Record<string, (value: string) => string>> = {
  'content-type': (type) =>
    type.startsWith('application/problem+json')
      ? 'Application/Problem+JSON ; charset="UTF-8"'
      : type.replace(/^application\/json$/, 'Application/JSON; charset=utf-8'),
  'www-authenticate': () => 'bearer realm="other, realm", error="invalid_token"',
  'cache-control': () => 'private, No-Store',
  'retry-after': (seconds) => String(Number(seconds) + 1),
};

/** A problem in other words, with members that nobody has heard of. */
const otherwise = (problem: JsonObject): string =>
  canonical({
    ...problem,
    detail: 'Something else: \u00fc "quoted" \u2028',
    a_hint: 'x',
    zz: { of: [1, null] },
  });

const legal: Mutant = {
  ...HEALTHY,
  id: 'legal',
  fetch: (next) => async (request) => {
    const answer = await next(request);
    const headers = new Headers({ server: 'x/1', vary: '*', 'x-empty': '', 'x-request-id': '7' });
    for (const [name, value] of answer.headers) headers.set(name, HEADERS[name]?.(value) ?? value);
    const text = await answer.text();
    const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') === true;
    headers.delete('content-length');
    return new Response(isProblem && text !== '' ? otherwise(JSON.parse(text) as JsonObject) : text, {
      status: answer.status,
      headers,
    });
  },
};

test('other legal choices are accused by no check', async () => {
  // The wire where spelling is looked at, and one in twelve of the rest.
  const wire = CHECKS.filter(
    ({ needs, isLong, exclusive }) => needs.length === 0 && isLong !== true && exclusive !== true,
  );
  const shown = wire.filter(
    ({ id }, i) => /^(http|bytes|failing)\.|^actors\.(without|same)/.test(id) || i % 12 === 0,
  );
  assert.ok(shown.length > 60, `${shown.length}`);
  const { failing, inconclusive } = await catchMutant(legal, shown);
  assert.deepEqual({ failing, inconclusive }, { failing: [], inconclusive: [] });
});
