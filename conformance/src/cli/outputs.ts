import { renameSync, writeFileSync } from 'node:fs';
import { badgeOf } from '../report/badge.ts';
import { htmlOf } from '../report/html.ts';
import { junitOf } from '../report/junit.ts';
import { reportText, type Report } from '../report/report.ts';
import { EXIT, Stop } from './exit.ts';

/** Files a run is told in. */
export interface Outputs {
  readonly report?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly badge?: string;
}

/** @throws Stop when a file cannot be written. */
export function writeOutputs({ report: file, junit, html, badge }: Outputs, report: Report): void {
  if (file !== undefined) write(file, reportText(report));
  if (junit !== undefined) write(junit, junitOf(report));
  if (html !== undefined) write(html, htmlOf(report));
  if (badge !== undefined) write(badge, `${JSON.stringify(badgeOf(report), null, 2)}\n`);
}

function write(path: string, text: string): void {
  try {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new Stop(EXIT.runner, `${path} could not be written: ${(error as Error).message}`);
  }
}
