import { adapter } from './lib.mjs';
adapter({ hello: () => ({ protocol: 2, name: 'fake', version: '1', hooks: [] }) });
