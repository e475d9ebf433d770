import { createInterface } from 'node:readline';

/** Answers each request with what `handlers[method]` gives: a result, `{ error }`, or undefined for no answer at all. */
export function adapter(handlers) {
  const lines = createInterface({ input: process.stdin });
  lines.on('close', () => process.exit(0));
  lines.on('line', (line) => {
    const { id, method, params } = JSON.parse(line);
    const answer = handlers[method]?.(params);
    if (answer === undefined) return;
    process.stdout.write(
      `${JSON.stringify(answer.error === undefined ? { id, result: answer } : { id, ...answer })}\n`,
    );
  });
}

export const hello = (hooks = []) => ({ protocol: 1, name: 'fake', version: '1', hooks });
