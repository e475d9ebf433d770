import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';

export const erasedEscalation: Check = {
  id: 'admission.escalation-erased',
  requirements: ['EAAP-0009-017'],
  title: 'An escalation that was erased is still listed, as erased, without what it was about.',
  grade: 'E2',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const kept = await world.escalated(actions.refund('cust-1'));
    const erased = await world.escalated(actions.refund('cust-2'));
    const gone = await world.erase('cust-2');
    t.require('a subject can be erased', gone.status === 200, { got: gone.text });
    const listed = await world.send<{ escalations?: unknown }>('auditor', 'GET', '/v2/escalations');
    const rows = Array.isArray(listed.body?.escalations) ? (listed.body.escalations as object[]) : [];
    t.equal(
      'status and version of what is listed, oldest first',
      rows.map((row) => [Reflect.get(row, 'id'), Reflect.get(row, 'status'), Reflect.get(row, 'version')]),
      [
        [kept.escalation, 'pending', 1],
        [erased.escalation, 'erased', 1],
      ],
    );
    const one = await world.send('auditor', 'GET', `/v2/escalations/${erased.escalation}`);
    t.answered('the one that was erased', one, 200);
    t.equal('its status', member(one, 'status'), 'erased');
    t.equal('its action', member(one, 'action'), null);
  },
};

export const checks = [erasedEscalation];
