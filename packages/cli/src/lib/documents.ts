import { dirname, join } from 'node:path';
import { loadExtractors } from '@eaap/extractors';
import { extract, NO_EXTRACTORS } from '@eaap/judgment';
import { EaapError, type Manifest, type Policy } from '@eaap/protocol';
import {
  DocumentFault,
  loadCases,
  loadManifests,
  loadPolicy,
  readPack,
  type Cases,
  type Setting,
} from '@eaap/policies';
import { CliError, EXIT, usage } from './exit.ts';
import { readText } from './files.ts';
import type { Io } from './io.ts';

/** What stands before the name of a pack where a file could stand. */
const PACK = 'pack:';

/** A fault of a document as a command ends with it: 2 for what cannot be read, with line and column as members of the problem. */
async function told<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof DocumentFault)) throw thrown;
    const { code, document, position, reason, pointer, message, cause } = thrown;
    // What a gateway would refuse it with, it is refused with here: the same type, with the place.
    if (cause instanceof EaapError)
      throw new EaapError(cause.type, message, { ...cause.extras, ...position }, { cause });
    throw new CliError(EXIT.usage, message, [], {
      code,
      document,
      line: position.line,
      column: position.column,
      reason,
      ...(pointer === undefined ? {} : { pointer }),
    });
  }
}

/** A policy from YAML, JSON, or `pack:NAME`. @throws CliError */
export function policyFrom(io: Io, file: string): Promise<Policy> {
  return told(async () =>
    file.startsWith(PACK)
      ? readPack(file.slice(PACK.length)).policy
      : loadPolicy(await readText(io, file), file),
  );
}

/** The manifests of files, no tool twice. @throws CliError */
export function manifestsFrom(io: Io, files: readonly string[]): Promise<Map<string, Manifest>> {
  return told(async () => {
    const found = new Map<string, Manifest>();
    for (const file of files) {
      const manifests = file.startsWith(PACK)
        ? readPack(file.slice(PACK.length)).manifests
        : loadManifests(await readText(io, file), file);
      for (const manifest of manifests) {
        if (found.has(manifest.tool))
          throw usage(`The tool ${manifest.tool} has two manifests; one is in ${file}.`);
        found.set(manifest.tool, manifest);
      }
    }
    return found;
  });
}

/** What the options of a command say instead of what a file of cases says. */
export interface Overrides {
  readonly policy?: string;
  readonly manifests?: readonly string[];
}

/** Cases, and what they are judged by. */
export interface CasesWith {
  readonly file: string;
  readonly cases: Cases;
  readonly setting: Setting;
}

/** Cases from a file or a pack, with the policy and manifests that they or the options name. @throws CliError */
export async function casesFrom(io: Io, file: string, { policy, manifests }: Overrides): Promise<CasesWith> {
  const pack = file.startsWith(PACK) ? await told(() => readPack(file.slice(PACK.length))) : undefined;
  const cases = pack?.cases ?? (await told(async () => loadCases(await readText(io, file), file)));
  const beside = (name: string): string => (name.startsWith(PACK) ? name : join(dirname(file), name));
  const wanted =
    policy ?? (pack !== undefined ? file : cases.policy === undefined ? undefined : beside(cases.policy));
  if (wanted === undefined)
    throw usage(`${file} names no policy. Name one: --policy FILE, or policy: in the file.`);
  const listed = manifests ?? (pack !== undefined ? [file] : (cases.manifests ?? []).map(beside));
  return { file, cases, setting: await settingFrom(io, wanted, listed, cases.dialects) };
}

/** What actions are judged by: a policy, manifests, and the dialects of code that are read. @throws CliError */
export async function settingFrom(
  io: Io,
  policy: string,
  manifests: readonly string[],
  dialects: readonly string[] = [],
): Promise<Setting> {
  const extractors = dialects.length === 0 ? NO_EXTRACTORS : await loadExtractors(dialects);
  return {
    policy: await policyFrom(io, policy),
    manifests: await manifestsFrom(io, manifests),
    extract: (action, manifest, by) => extract(action, manifest, by, extractors),
  };
}
