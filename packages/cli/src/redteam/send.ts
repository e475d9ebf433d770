import type { Payload } from './catalogue.ts';

/** What came back. `refused`: an answer other than a verdict, which allows nothing. */
export type Answered = 'ALLOW' | 'ESCALATE' | 'BLOCK' | 'refused' | 'never';

/** One payload, answered or not. */
export interface Result {
  readonly payload: Payload;
  readonly answered: Answered;
  /** The evaluation, when one was made. */
  readonly evaluation: string | undefined;
  /** From the first byte sent to the last one read, in milliseconds, waiting for `Retry-After` left out. */
  readonly ms: number;
}

const ATTEMPTS = 20;

/** The body of a payload: JSON as it is meant, or the bytes of one that is none. */
export function bodyOf({ shot, index }: Payload): string {
  if ('body' in shot) return shot.body;
  const { tool, parameters, more } = shot;
  return JSON.stringify({
    action: { tool, environment: 'production', parameters, session: `run-${index}`, ...more },
  });
}

interface Answer {
  readonly evaluation?: { readonly id?: string; readonly verdict?: string };
}

function verdictOf(status: number, evaluation: Answer['evaluation']): Answered {
  const verdict = evaluation?.verdict;
  if (status === 200) return 'ALLOW';
  if (status === 403 && (verdict === 'BLOCK' || verdict === 'ESCALATE')) return verdict;
  return 'refused';
}

/** Sends one payload, and again as long as the gateway asks to come back later. Never rejects. */
export async function send(url: string, key: string, payload: Payload, timeoutMs: number): Promise<Result> {
  const body = bodyOf(payload);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const start = performance.now();
    try {
      const response = await fetch(`${url}/v2/actions/evaluate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      const ms = performance.now() - start;
      if (response.status === 429 || response.status === 503) {
        const seconds = Number(response.headers.get('retry-after') ?? '1');
        await new Promise((resolve) =>
          setTimeout(resolve, Math.min(5, Number.isFinite(seconds) ? seconds : 1) * 1000),
        );
        continue;
      }
      const { evaluation } = JSON.parse(text) as Answer;
      return { payload, answered: verdictOf(response.status, evaluation), evaluation: evaluation?.id, ms };
    } catch {
      return { payload, answered: 'never', evaluation: undefined, ms: performance.now() - start };
    }
  }
  return { payload, answered: 'never', evaluation: undefined, ms: 0 };
}

/** Sends payloads by so many agents at once: each takes every so-manieth, one after the other. */
export async function sendAll(
  url: string,
  keys: readonly string[],
  payloads: readonly Payload[],
  timeoutMs: number,
): Promise<{ results: Result[]; ms: number }> {
  const start = performance.now();
  const results = await Promise.all(
    keys.map(async (key, agent) => {
      const own: Result[] = [];
      for (const payload of payloads) {
        if (payload.index % keys.length === agent) own.push(await send(url, key, payload, timeoutMs));
      }
      return own;
    }),
  );
  const ms = performance.now() - start;
  return { results: results.flat().sort((a, b) => a.payload.index - b.payload.index), ms };
}
