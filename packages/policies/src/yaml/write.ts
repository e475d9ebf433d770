import { stringify } from 'yaml';
import type { Json } from '@eaap/protocol';

/** A document as YAML that {@link readDocument} reads to the same value: no anchors, and quotes wherever readers could differ. */
export function writeDocument(value: Json): string {
  return stringify(value, {
    version: '1.1',
    aliasDuplicateObjects: false,
    lineWidth: 110,
    defaultStringType: 'PLAIN',
    defaultKeyType: 'PLAIN',
  });
}
