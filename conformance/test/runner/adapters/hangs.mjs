import { adapter, hello } from './lib.mjs';
adapter({ hello: () => hello() });
