import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admissionStep, type AdmissionInput } from '../../src/model/admission.ts';
import { escalationStep, type Escalated, type EscalationEvent } from '../../src/model/escalation.ts';
import { topic as admissions } from '../../src/vectors/topics/admissions.ts';
import { topic as escalations } from '../../src/vectors/topics/escalations.ts';

/** Whether it may have several faults: those of an order, and what a key that was used cannot do without. */
const isOfAnOrder = (id: string): boolean => /^commit-first-|(^|-)key-/.test(id);

test('an event of an evaluation has one fault, but for those that show an order', () => {
  for (const { id, input } of admissions.cases()) {
    const found = admissionStep(input as unknown as AdmissionInput);
    const faults = 'faults' in found ? found.faults.length : 0;
    if (!isOfAnOrder(id)) assert.ok(faults <= 1, `${id} has ${faults} faults`);
    if (/^commit-first-(?!token|executor)/.test(id)) assert.ok(faults >= 2, `${id} has ${faults}`);
  }
});

test('an event of an escalation has one fault, but for those that show an order', () => {
  for (const { id, input } of escalations.cases()) {
    const { kind, escalation, event } = input as unknown as {
      kind: string;
      escalation: Escalated;
      event: EscalationEvent;
    };
    if (kind !== 'step') continue;
    const found = escalationStep(escalation, event);
    const faults = 'faults' in found ? found.faults.length : 0;
    if (!id.startsWith('first-')) assert.ok(faults <= 1, `${id} has ${faults} faults`);
  }
});
