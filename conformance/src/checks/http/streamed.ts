import { request } from 'node:http';
import { answerOf } from '../../sut/answer.ts';
import type { SutAnswer } from '../../sut/types.ts';
import type { Check, CheckContext } from '../types.ts';

/** Sends a body in chunks, its size not declared, and stops as soon as an answer comes. */
function stream(url: string, key: string, chunk: Buffer, count: number): Promise<SutAnswer | string> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
      authorization: `Bearer ${key}`,
    };
    let answered = false;
    const outgoing = request(url, { method: 'POST', headers }, (incoming) => {
      answered = true;
      const chunks: Buffer[] = [];
      incoming.on('data', (data: Buffer) => chunks.push(data));
      const end = (): void =>
        resolve(
          answerOf(
            incoming.statusCode ?? 0,
            { 'content-type': incoming.headers['content-type'] ?? '' },
            Buffer.concat(chunks),
          ),
        );
      incoming.on('end', end);
      incoming.on('error', end);
    });
    outgoing.on('error', (error) => {
      if (!answered) resolve(error.message);
    });
    let sent = 0;
    const more = (): void => {
      if (answered) return;
      if (sent === count) {
        outgoing.end();
        return;
      }
      sent += 1;
      outgoing.write(chunk, () => setImmediate(more));
    };
    more();
  });
}

export const streamedTooLarge: Check = {
  id: 'http.streamed-too-large',
  requirements: ['EAAP-0001-005'],
  title: 'A body over 1048576 bytes is refused when its size is not declared, too.',
  grade: 'E1',
  needs: [],
  // A body in chunks is sent on a connection of its own.
  socket: true,
  negative: true,
  async run(t: CheckContext) {
    t.require('The gateway is reached over plain HTTP.', t.sut.url.startsWith('http:'));
    const world = await t.world({ bare: true });
    const key = await world.key('recorder');
    const url = `${t.sut.url}/v2/vault/store`;
    const small = await stream(url, key, Buffer.from(' '), 4);
    t.require('A body in chunks is read.', typeof small !== 'string' && small.problem === 'malformed-json', {
      got: typeof small === 'string' ? small : small.text.slice(0, 300),
    });
    // One chunk more than fits: who reads no further than the limit has not much left unread.
    const answer = await stream(url, key, Buffer.alloc(65_536, ' '), 17);
    if (typeof answer === 'string') t.inconclusive(`The connection ended without an answer: ${answer}.`);
    t.answered('a body of 1114112 bytes in chunks', answer, 413, 'payload-too-large');
    const after = await world.search({});
    t.answered('a request after that', after, 200);
  },
};
