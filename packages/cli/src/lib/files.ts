import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { EaapError, parseJson, type Json } from '@eaap/protocol';
import { usage } from './exit.ts';
import type { Io } from './io.ts';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

/** A file as bytes. @throws CliError usage */
export function readBytes(io: Io, path: string): Uint8Array {
  try {
    return readFileSync(resolve(io.cwd, path));
  } catch (error) {
    throw usage(
      codeOf(error) === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${codeOf(error)}).`,
    );
  }
}

/** A file as text; `-` is standard input. @throws CliError usage */
export async function readText(io: Io, path: string): Promise<string> {
  try {
    if (path === '-') return await io.stdin();
    return new TextDecoder('utf-8', { fatal: true }).decode(readBytes(io, path));
  } catch (error) {
    if (error instanceof TypeError) throw usage(`${nameOf(path)} is not UTF-8 text.`);
    throw error;
  }
}

const nameOf = (path: string): string => (path === '-' ? 'Standard input' : path);

const LIMITS = { maxBytes: 256 * 1_048_576, maxDepth: 96 };

/** A file as JSON, under the rules of the protocol: what is not plain is refused, never repaired. @throws CliError usage */
export async function readJson(io: Io, path: string): Promise<Json> {
  return jsonOf(await readText(io, path), nameOf(path));
}

/** A text as JSON. @throws CliError usage */
export function jsonOf(text: string, name: string): Json {
  try {
    return parseJson(text, LIMITS);
  } catch (error) {
    if (error instanceof EaapError) throw usage(`${name} is not acceptable JSON: ${error.detail}`);
    throw error;
  }
}

/** Writes a file that must not be there yet, durably. @throws CliError usage when it is there or cannot be written. */
export function writeNew(io: Io, path: string, text: string, mode: 0o600 | 0o644 = 0o644): void {
  const whole = resolve(io.cwd, path);
  let file: number;
  try {
    // Exclusive, and through no link: a file that is there may be the last copy of something.
    file = openSync(whole, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
  } catch (error) {
    throw usage(
      codeOf(error) === 'EEXIST'
        ? `${path} exists already and is not overwritten. Name another file.`
        : `${path} cannot be written (${codeOf(error)}).`,
    );
  }
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Replaces a file of ours, whole or not at all, for its owner's eyes only. */
export function replacePrivate(io: Io, path: string, text: string): void {
  const draft = `${path}.new`;
  writeNew(io, draft, text, 0o600);
  renameSync(resolve(io.cwd, draft), resolve(io.cwd, path));
}

/** Refuses before anything is asked for, when there would be no place for the answer. @throws CliError usage */
export function mustBeFree(io: Io, ...paths: (string | undefined)[]): void {
  for (const path of paths) {
    if (path !== undefined && existsSync(resolve(io.cwd, path))) {
      throw usage(`${path} exists already and is not overwritten. Name another file.`);
    }
  }
}
