import type { Json } from '@eaap/protocol';
import type { Sealer } from '../crypto/types.ts';
import type { Detector } from '../pii/types.ts';
import { scrubText } from '../pii/scrub-text.ts';

/** A subject without personal data: what is indexed, sealed and answered in its place. */
export async function scrubSubject(
  sealer: Sealer,
  namespace: string,
  subject: string,
  detectors?: readonly Detector[],
): Promise<string> {
  return scrubText(subject, await sealer.token(namespace), detectors === undefined ? {} : { detectors }).text;
}

/**
 * The blind index of a subject: also the name of its key in the key store, and what `mentions` registers.
 *
 * @param subject - As {@link scrubSubject} gives it.
 */
export const subjectIndex = (sealer: Sealer, namespace: string, subject: string): Promise<string> =>
  sealer.index(namespace, 'subject', subject);

/** The blind index of an attribute. */
export const attributeIndex = (sealer: Sealer, namespace: string, attribute: string): Promise<string> =>
  sealer.index(namespace, 'attribute', attribute);

/** The blind index of a value of an attribute: equal values have equal indexes, whatever the order of their members. */
export const valueIndex = (
  sealer: Sealer,
  namespace: string,
  attribute: string,
  value: Json,
): Promise<string> => sealer.index(namespace, 'value', { attribute, value });

/** The blind index of a PII token, under which `mentions` finds the records that hold it. */
export const tokenIndex = (sealer: Sealer, namespace: string, token: string): Promise<string> =>
  sealer.index(namespace, 'token', token);

/** The columns that name the place of a fact or conflict. */
export const placeOf = async (
  sealer: Sealer,
  namespace: string,
  { subject, attribute }: { readonly subject: string; readonly attribute: string },
): Promise<{ subject_index: string; attribute_index: string }> => ({
  subject_index: await subjectIndex(sealer, namespace, subject),
  attribute_index: await attributeIndex(sealer, namespace, attribute),
});
