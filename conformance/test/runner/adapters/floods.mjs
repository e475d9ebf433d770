import { adapter, hello } from './lib.mjs';
adapter({
  hello: () => hello(),
  start: () => {
    const line = `${JSON.stringify({ event: 'tick' })}\n`;
    for (let i = 0; i < 200; i += 1) process.stdout.write(line);
  },
});
