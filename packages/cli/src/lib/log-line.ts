import { visible } from './clean.ts';
import type { Colours } from './text.ts';

interface Line {
  readonly level?: number;
  readonly time?: number;
  readonly msg?: string;
  readonly method?: string;
  readonly route?: string | null;
  readonly status?: number;
  readonly problem?: string;
  readonly ms?: number;
  readonly detail?: string;
}

/** A line of the log for a person: the time, what was asked, what was answered. One that cannot be read is left as it is. */
export function logLine(text: string, colours: Colours): string {
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
  } catch {
    return text;
  }
  const time = colours.dim(
    typeof line.time === 'number' ? new Date(line.time).toISOString().slice(11, 23) : '',
  );
  if (line.msg === 'request') {
    const status = line.status ?? 0;
    const colour = status >= 500 ? colours.red : status >= 400 ? colours.yellow : colours.green;
    const what = [String(status), line.problem].filter((part) => part !== undefined).join(' ');
    return `${time} ${line.method ?? ''} ${line.route ?? 'no route'} ${colour(what)} ${colours.dim(`${line.ms ?? 0} ms`)}\n`;
  }
  const level = line.level ?? 30;
  const colour = level >= 50 ? colours.red : level >= 40 ? colours.yellow : colours.dim;
  return `${time} ${colour(visible([line.msg, line.detail].filter((part) => part !== undefined).join(': ')))}\n`;
}
