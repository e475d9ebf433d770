import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { suite, test, type TestContext } from 'node:test';
import { HttpSut } from '../../src/sut/http.ts';
import { SutUnreachable } from '../../src/sut/types.ts';

// A gateway may refuse a body before it has read it, and close (RFC 9110 section 15.5.14).

const REFUSAL =
  'HTTP/1.1 413 Content Too Large\r\ncontent-type: application/problem+json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}';

/** So many bytes sent to a gateway that does this with each connection once the headers are there. */
async function sendTo(t: TestContext, meet: (socket: Socket, head: string) => void, bytes = 4 * 1024 * 1024) {
  const heads: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      const head = data.toString('latin1').split('\r\n\r\n')[0] ?? '';
      heads.push(head);
      meet(socket, head);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sut = new HttpSut(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 4000);
  t.after(() => {
    sut.close();
    server.close();
  });
  const answer = sut.request({ method: 'POST', path: '/v2/vault/store', body: 'x'.repeat(bytes) });
  return { answer, heads };
}

const asks = (head: string): boolean => /^expect: 100-continue$/im.test(head);

suite('a body that is refused before it was read', () => {
  test('is held back when the connection broke, so that the refusal is heard', async (t) => {
    const { answer, heads } = await sendTo(t, (socket, head) => {
      if (asks(head)) socket.end(REFUSAL);
      else socket.resetAndDestroy();
    });
    assert.equal((await answer).status, 413);
    assert.deepEqual(heads.map(asks), [false, true]);
  });

  test('is sent when the gateway wants it, and after a second when it says nothing', async (t) => {
    for (const wanted of [true, false]) {
      let body = 0;
      const { answer } = await sendTo(t, (socket, head) => {
        if (!asks(head)) return void socket.resetAndDestroy();
        if (wanted) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
        socket.on('data', (data) => {
          body += data.length;
          if (body === 4 * 1024 * 1024) socket.end(REFUSAL);
        });
      });
      assert.equal((await answer).status, 413);
    }
  });

  test('is sent once, though the gateway asks for it when it is on its way', async (t) => {
    let body = 0;
    const { answer } = await sendTo(t, (socket, head) => {
      if (!asks(head)) return void socket.resetAndDestroy();
      // Nothing is read until the body has begun to come by itself, so that it cannot have been sent by then.
      socket.pause();
      setTimeout(() => {
        socket.write('HTTP/1.1 100 Continue\r\n\r\n');
        setTimeout(() => socket.resume(), 100);
      }, 1200);
      socket.on('data', (data) => {
        body += data.length;
        if (body >= 4 * 1024 * 1024) setTimeout(() => socket.end(REFUSAL), 100);
      });
    });
    assert.equal((await answer).status, 413);
    assert.equal(body, 4 * 1024 * 1024);
  });

  test('may be of any size, and refused at any time', async (t) => {
    for (const wait of [0, 0, 1, 2, 3, 5]) {
      for (const size of [70_000, 300_000, 1_100_000]) {
        let met = 0;
        const server = createServer((socket) => {
          socket.on('error', () => undefined);
          if ((met += 1) === 1) setTimeout(() => socket.resetAndDestroy(), wait);
          else socket.once('data', () => socket.end(REFUSAL));
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const sut = new HttpSut(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 4000);
        t.after(() => server.close());
        const answer = await sut.request({ method: 'POST', path: '/x', body: 'x'.repeat(size) });
        assert.equal(answer.status, 413, `${size} bytes after ${wait} ms`);
        sut.close();
      }
    }
  });

  test('is not sent again when it is small: it may have been acted on', async (t) => {
    const { answer, heads } = await sendTo(t, (socket) => socket.resetAndDestroy(), 1000);
    await assert.rejects(answer, SutUnreachable);
    assert.equal(heads.length, 1);
  });

  test('is not sent a third time', async (t) => {
    const { answer, heads } = await sendTo(t, (socket) => socket.resetAndDestroy());
    await assert.rejects(answer, (error: unknown) => {
      assert.ok(error instanceof SutUnreachable);
      assert.match(error.message, /did not answer POST \/v2\/vault\/store: ECONNRESET\.$/);
      return true;
    });
    assert.equal(heads.length, 2);
  });
});
