import { checkManifest, compilePolicy } from '@eaap/judgment';
import { EaapError, Manifest, Policy, validate, type Json } from '@eaap/protocol';
import { DocumentFault } from './yaml/fault.ts';
import { readDocument, type Document } from './yaml/read.ts';

type Validated = Parameters<typeof validate>[0];

/** What is wrong with a document, with the place in its text. Anything but a refusal of ours is passed on. */
function located(thrown: unknown, document: Document, pointer: string): unknown {
  if (!(thrown instanceof EaapError)) return thrown;
  const position = document.position(pointer);
  return new DocumentFault('invalid', document.name, position, thrown.detail, pointer, { cause: thrown });
}

/** A place as `validate` names it: steps that it does not repeat end it. */
function pointerOf(thrown: unknown, base: string): string {
  if (!(thrown instanceof EaapError)) return base;
  const { pointer } = thrown.extras;
  const known = typeof pointer === 'string' ? (pointer.split('/*')[0] ?? '') : '';
  const [, unknown] = /has an unknown member "([^"]+)"/.exec(thrown.detail) ?? [];
  return `${base}${known}${unknown === undefined ? '' : `/${unknown}`}`;
}

/** A part of a document as what its schema says, or a fault at its line. */
export function shaped<T extends Validated>(
  schema: T,
  document: Document,
  value: Json,
  base = '',
): ReturnType<typeof validate<T>> {
  try {
    return validate(schema, value);
  } catch (thrown) {
    throw located(thrown, document, pointerOf(thrown, base));
  }
}

const LISTS: Readonly<Record<string, 'grants' | 'rules' | 'limits'>> = {
  grant: 'grants',
  rule: 'rules',
  limit: 'limits',
};

/** Where the entry stands that a policy was refused for: the condition, the target or the id that is wrong with it. */
function entryPointer({ extras: { kind, id }, detail }: EaapError, policy: Policy): string {
  const list = LISTS[String(kind)];
  if (list === undefined) return '';
  const entries: readonly { readonly id: string; readonly targets?: readonly string[] }[] = policy[list];
  const twice = detail.includes('the id is used twice');
  const same = entries.flatMap((entry, i) => (entry.id === id ? [i] : []));
  const at = (twice ? same[1] : same[0]) ?? 0;
  const entry = `/${list}/${at}`;
  if (twice) return `${entry}/id`;
  if (list === 'rules' && detail.includes('condition')) return `${entry}/when`;
  const target =
    entries[at]?.targets?.findIndex((one) => detail.includes(`the target pattern ${one} `)) ?? -1;
  if (target >= 0) return `${entry}/targets/${target}`;
  return list === 'grants' && detail.includes('cannot be granted') ? `${entry}/effects` : entry;
}

/** A policy of a document that was read already. @throws DocumentFault */
export function policyOf(document: Document, value: Json = document.value, base = ''): Policy {
  const policy = shaped(Policy, document, value, base);
  try {
    compilePolicy(policy);
  } catch (thrown) {
    throw located(thrown, document, thrown instanceof EaapError ? base + entryPointer(thrown, policy) : base);
  }
  return policy;
}

/**
 * Reads a policy from YAML or JSON, types it, and compiles every condition in it. What is wrong with it is said with line,
 * column and reason.
 *
 * @param name - What the text is called in messages.
 * @throws DocumentFault
 * @see RFC-0007 section 3
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { loadPolicy } from '@eaap/policies';
 *
 * assert.throws(() => loadPolicy('v: 1\nname: My policy\n', 'p.yaml'), /^DocumentFault: p.yaml:1:1: The body lacks/);
 * ```
 */
export function loadPolicy(text: string, name: string): Policy {
  return policyOf(readDocument(text, name));
}

/** The manifests of a document: one, or a list of them. @throws DocumentFault */
export function manifestsOf(document: Document, value: Json = document.value, base = ''): Manifest[] {
  if (!Array.isArray(value)) return [manifestOf(document, value, base)];
  const manifests = value.map((item, i) => manifestOf(document, item, `${base}/${i}`));
  for (const [i, { tool }] of manifests.entries()) {
    if (manifests.findIndex((other) => other.tool === tool) < i) {
      const pointer = `${base}/${i}/tool`;
      throw new DocumentFault(
        'invalid',
        document.name,
        document.position(pointer),
        `The tool ${tool} has two manifests.`,
        pointer,
      );
    }
  }
  return manifests;
}

function manifestOf(document: Document, value: Json, base: string): Manifest {
  const manifest = shaped(Manifest, document, value, base);
  try {
    checkManifest(manifest);
  } catch (thrown) {
    throw located(thrown, document, base);
  }
  return manifest;
}

/**
 * Reads manifests from YAML or JSON: one, or a list of them, no tool twice.
 *
 * @throws DocumentFault
 * @see RFC-0006 section 3
 */
export function loadManifests(text: string, name: string): Manifest[] {
  return manifestsOf(readDocument(text, name));
}
