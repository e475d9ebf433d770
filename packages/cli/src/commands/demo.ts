import type { Cli } from '../lib/cli.ts';
export function registerDemo(_cli: Cli): void {}
