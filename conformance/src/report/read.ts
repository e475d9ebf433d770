import { isUtf8 } from 'node:buffer';
import { canonical, type Json } from '../model/json.ts';
import { digestOf } from './report.ts';
import { misshapen } from './shape.ts';
import type { Report } from './types.ts';

/** Something in a report that does not follow from the rest, or that makes it none. */
export interface ReportFault {
  readonly code:
    | 'huge'
    | 'not-json'
    | 'not-canonical'
    | 'version'
    | 'malformed'
    | 'digest'
    | 'signature'
    | 'claim'
    | 'requirement-set'
    | 'requirement'
    | 'check'
    | 'expectation'
    | 'transcript'
    | 'summary'
    | 'adapter';
  readonly message: string;
}

/** The most a report may have. */
export const MAX_REPORT = 64 * 1024 * 1024;

/** Reads the bytes of a report. With a fault of its digest alone there is still a report to look for the place in. */
export function readReport(bytes: Uint8Array): { report?: Report; faults: ReportFault[] } {
  const no = (code: ReportFault['code'], message: string): { faults: ReportFault[] } => ({
    faults: [{ code, message }],
  });
  if (bytes.length > MAX_REPORT) return no('huge', `It has over ${MAX_REPORT} bytes and is not read.`);
  let value: Json;
  if (!isUtf8(bytes)) return no('not-json', 'It is not UTF-8.');
  const text = Buffer.from(bytes).toString('utf8');
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return no('not-json', `It is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
  const version = (value as { v?: unknown } | null)?.v;
  if (typeof version === 'number' && version !== 3)
    return no('version', `It is a report of version ${version}; this reads version 3.`);
  try {
    const shape = misshapen(value);
    if (shape !== undefined) return no('malformed', `It is no report: ${shape.slice(0, 300)}.`);
    if (`${canonical(value)}\n` !== text)
      return no('not-canonical', 'Its bytes are not the canonical form of what they say, and a line feed.');
  } catch (error) {
    // Numbers, texts and depths that no canonical form has.
    return no('not-canonical', `It has no canonical form: ${(error as Error).message.slice(0, 200)}`);
  }
  const report = value as unknown as Report;
  const digest = digestOf(report);
  if (digest === report.digest) return { report, faults: [] };
  const message = `It says it is ${report.digest} and is ${digest}: it was changed after it was made.`;
  return { report, faults: [{ code: 'digest', message }] };
}
