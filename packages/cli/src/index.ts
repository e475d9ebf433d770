export { main } from './main.ts';
export type { Io, Prompts } from './lib/io.ts';
