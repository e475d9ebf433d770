import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '@eaap/protocol';

/** A call of a tool in a trace, and what came back. */
export interface Call {
  readonly tool: string;
  readonly args: JsonObject;
  readonly output: Json;
  readonly output_holds_attacker_text: boolean;
}

/** A task of a user, or of an attacker. */
export interface Trace {
  readonly kind: 'user' | 'injection';
  readonly suite: string;
  readonly task: string;
  readonly prompt?: string;
  readonly goal?: string;
  readonly calls: readonly Call[];
}

export const readLines = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);

/** The parameters of a call as they are proposed: what is null was left out. */
export const parametersOf = (args: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
