import { schemaOf } from './mandate-form.ts';
import type { JudgeInput } from '../documents.ts';
import { factsOf, isExpired, isTrusted, type Found } from '../findings.ts';
import { coversName, isCovered } from '../pattern.ts';
import { isObject } from '../text.ts';
import { formOf } from './forms.ts';

const RECIPIENTS = ['account', 'host', 'mail', 'name'];

/** RFC-0005 section 14.9. */
export function mandated(input: JudgeInput): Found[] {
  const mode = input.policy.grounding?.mandate ?? 'none';
  if (mode === 'none') return [];
  const { action, extraction, principal, now } = input;
  const key = { subject: `session:${action.session ?? ''}`, attribute: 'session.mandate' };
  const mandates = factsOf(input, key).filter(
    ({ status, source_kind, value, ...fact }) =>
      ['active', 'disputed'].includes(status) &&
      ['human', 'system'].includes(source_kind) &&
      isTrusted({ status, source_kind, value, ...fact }, 'verified') &&
      isObject(value) &&
      value['agent'] === principal,
  );
  if (mandates.length === 0 && mode === 'required') {
    return [{ code: 'no-mandate', outcome: 'escalate', value: action.session ?? null }];
  }
  return mandates.flatMap((fact): Found[] => {
    const outside = (field: string | null, value: Found['value']): Found => ({
      code: 'outside-mandate',
      outcome: 'escalate',
      field,
      ...(value === undefined ? {} : { value }),
      facts: [fact],
    });
    const mandate = schemaOf(fact.value);
    if (mandate === null || isExpired(fact, now)) return [outside(null, action.tool)];
    const { tools, targets, recipients } = mandate;
    const found: Found[] = [];
    if (!tools.some((pattern) => coversName(pattern, action.tool))) found.push(outside(null, action.tool));
    if (targets !== undefined) {
      for (const { target, field } of extraction.effects)
        if (!isCovered(targets, target)) found.push(outside(field, target));
    }
    if (recipients !== undefined) {
      const allowed = recipients.flatMap((one) => RECIPIENTS.map((kind) => formOf(kind, one)));
      for (const { field, value, kinds = [] } of extraction.grounds) {
        const own = RECIPIENTS.filter((kind) => kinds.includes(kind))
          .map((kind) => formOf(kind, value))
          .filter((form) => form !== null);
        if (own.length > 0 && !own.some((form) => allowed.includes(form))) found.push(outside(field, value));
      }
    }
    return found;
  });
}
