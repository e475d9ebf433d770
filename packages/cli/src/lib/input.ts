import { EaapError, formatTime, type Json, type JsonObject, parseTime } from '@eaap/protocol';
import { usage } from './exit.ts';
import { jsonOf } from './files.ts';

/**
 * A value as it is typed: `name=text` is a text, `name:=JSON` is any JSON.
 *
 * @throws CliError usage
 */
export function parseMember(text: string, option: string): readonly [name: string, value: Json] {
  const found = /^([^=:]+)(:?=)(.*)$/su.exec(text);
  const [, name = '', sign, value = ''] = found ?? [];
  if (found === null)
    throw usage(`${option} is name=text or name:=JSON; ${JSON.stringify(text)} is neither.`);
  return [name, sign === '=' ? value : jsonOf(value, `${option} ${name}`)];
}

/** Members as an object; no name twice. @throws CliError usage */
export function parseMembers(texts: readonly string[], option: string): JsonObject {
  const members = new Map<string, Json>();
  for (const text of texts) {
    const [name, value] = parseMember(text, option);
    if (members.has(name)) throw usage(`${option} ${name} is given twice.`);
    members.set(name, value);
  }
  return Object.fromEntries(members);
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A duration in milliseconds, as in 90d, 12h, 30m, 45s. @throws CliError usage */
export function parseDuration(text: string, option: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,8})(ms|s|m|h|d)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (factor === undefined)
    throw usage(`${option} is a duration as in 90d, 12h, 30m or 45s; ${JSON.stringify(text)} is not.`);
  return Number(count) * factor;
}

/** A time on the wire, as it was given; or a duration from now. @throws CliError usage */
export function parseWhen(text: string, option: string, now: number): string {
  if (/^\d+(ms|s|m|h|d)$/.test(text)) return formatTime(now + parseDuration(text, option));
  try {
    return formatTime(parseTime(text));
  } catch (error) {
    if (!(error instanceof EaapError)) throw error;
    throw usage(`${option} is a time as in 2026-01-31T09:30:00.000Z, or a duration from now as in 90d.`);
  }
}

/** A source as it is typed: `kind:id`. @throws CliError usage */
export function parseSource(text: string, option: string): { kind: string; id: string } {
  const [, kind, id] = /^(human|system|tool|document|agent):(.+)$/su.exec(text) ?? [];
  if (kind === undefined || id === undefined) {
    throw usage(`${option} is kind:id, the kind human, system, tool, document or agent, as in system:crm.`);
  }
  return { kind, id };
}
