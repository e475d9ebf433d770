import { adapter, hello } from './lib.mjs';
adapter({
  hello: () => hello(),
  start: () => {
    process.stderr.write('Error: no room left for a gateway\n');
    process.exit(7);
  },
});
