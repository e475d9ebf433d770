import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '@eaap/protocol';
import { CorpusFault } from './types.ts';

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

/** @throws CorpusFault for what is no JSON, naming where */
export function readJson(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CorpusFault(`${where} is no JSON: ${(error as Error).message}`);
  }
}

/** @throws CorpusFault for a line that is no JSON object, naming it */
export const readLines = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      const value = readJson(`${path}, line ${i + 1},`, line);
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new CorpusFault(`${path}, line ${i + 1}, is no object.`);
      return [value as T];
    });

/** The parameters of a call as they are proposed: what is null was left out. */
export const parametersOf = (args: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
