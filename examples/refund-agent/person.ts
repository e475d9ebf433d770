import type { Escalation } from '@eaap/protocol';
import type { Gateway } from '@eaap/sdk';

/** Goes through what waits: one gesture of goodwill for an order is fine, a second is not. */
export async function reviewer(
  approver: Gateway,
  print: (line: string) => void,
): Promise<() => Promise<void>> {
  const generous = new Set<unknown>();
  return async () => {
    const { escalations } = await approver.escalations({ status: 'pending' });
    for (const { id, version, challenge, action, reasons } of escalations as readonly Escalation[]) {
      const order = action?.parameters['order'];
      print(`  person   sees ${reasons.map(({ message }) => message).join(' ')}`);
      if (generous.has(order)) {
        await approver.deny(id, version, { reason: 'Once is enough.' });
        print('           denies: once is enough');
      } else {
        generous.add(order);
        await approver.approve(id, version, { challenge, reason: 'They have been with us for years.' });
        print(`           approves, typing "${challenge}"`);
      }
    }
  };
}
