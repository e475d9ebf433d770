import type { Sut, SutAnswer, SutRequest } from './types.ts';
import { wireOf } from './answer.ts';

/** One exchange as it is kept: secrets taken out, long bodies cut. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly request?: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly answer: string;
}

/** Kept of a body; a report keeps less, and the digest of this. */
const MAX_TEXT = 262_144;
/** Exchanges of one check that are kept. */
export const MAX_EXCHANGES = 400;

/** Takes keys and tokens out of a text: a report is passed on to people who may not use them. */
export function redact(text: string): string {
  return text
    .replace(/eaap_([a-z][a-z0-9-]*)_[A-Za-z0-9_-]{43}/g, 'eaap_$1_[redacted]')
    .replace(/("token"\s*:\s*")[^"]*"/g, '$1[redacted]"');
}

const shown = (bytes: Uint8Array): string => {
  const text = redact(Buffer.from(bytes).toString('utf8'));
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
};

/** A gateway whose exchanges are written down. */
export function recorded(sut: Sut): { sut: Sut; exchanges: readonly Exchange[]; end: () => void } {
  let ended = false;
  const exchanges: Exchange[] = [];
  const note = (request: SutRequest, status: number, answer: string): void => {
    if (exchanges.length >= MAX_EXCHANGES) return;
    const { bytes } = wireOf(request);
    exchanges.push({
      method: request.method,
      path: redact(request.path),
      ...(bytes === undefined ? {} : { request: shown(bytes) }),
      status,
      answer,
    });
  };
  const request = async (asked: SutRequest): Promise<SutAnswer> => {
    // A check that was given up must not go on beside the next.
    if (ended) throw new Error('The check is over.');
    try {
      const answer = await sut.request(asked);
      note(asked, answer.status, shown(answer.bytes));
      return answer;
    } catch (error) {
      note(asked, 0, redact(error instanceof Error ? error.message : String(error)));
      throw error;
    }
  };
  return {
    sut: {
      get url() {
        return sut.url;
      },
      request,
    },
    exchanges,
    end: () => void (ended = true),
  };
}
