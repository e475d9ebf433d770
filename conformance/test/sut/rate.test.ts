import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite, test, type TestContext } from 'node:test';
import { HttpSut } from '../../src/sut/http.ts';

// How many requests a gateway takes in how short a time is its own to say (RFC-0015 section 6.1).

/** A gateway that answers 429 so often, with this `Retry-After`, and 200 then. */
async function strict(t: TestContext, refusals: number, after: string, type = 'rate-limited') {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    const refused = asked <= refusals;
    response.writeHead(refused ? 429 : 200, {
      'content-type': refused ? 'application/problem+json' : 'application/json',
      ...(refused ? { 'retry-after': after } : {}),
    });
    response.end(JSON.stringify(refused ? { type: `urn:eaap:problem:${type}` } : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sut = new HttpSut(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  t.after(() => {
    sut.close();
    server.close();
  });
  const answer = await sut.request({ method: 'GET', path: '/livez' });
  return { status: answer.status, asked };
}

suite('requests that come too soon', () => {
  test('are sent again after the time that is asked for', async (t) => {
    const begun = performance.now();
    assert.deepEqual(await strict(t, 1, '1'), { status: 200, asked: 2 });
    assert.ok(performance.now() - begun > 900, 'it was waited for');
  });

  test('are sent again five times and no more', async (t) => {
    assert.deepEqual(await strict(t, 9, '0'), { status: 429, asked: 6 });
  });

  for (const after of ['11', '-1', '1.5', 'soon', ''])
    test(`are not sent again when the answer says "${after}"`, async (t) => {
      assert.deepEqual(await strict(t, 1, after), { status: 429, asked: 1 });
    });

  test('are not sent again for another problem', async (t) => {
    assert.deepEqual(await strict(t, 1, '0', 'draining'), { status: 429, asked: 1 });
  });
});
