import type { Gate, GateResult, Reason } from '@eaap/protocol';
import { h } from './dom.ts';

/** What each gate asks, in a line. */
const ASKS: Readonly<Record<Gate, string>> = {
  standing: 'Is anything halted?',
  authority: 'Does one grant cover all of it?',
  effects: 'Is it known what it does?',
  consistency: 'Does anything contradict a fact?',
  constraints: 'Does a lock or a rule stand against it?',
  grounding: 'Does a fact support what carries authority?',
  confidence: 'Is what is relied on still believed?',
  limits: 'Is it within the limits?',
  escalation: 'Does it always need a person?',
};

/** Where a reason points: a parameter of the action, or an entry of the policy. */
export type Point = { readonly field: string } | { readonly rule: string };

const MARK = { pass: '✓', escalate: '▲', block: '✕' } as const;

function reasonItem(reason: Reason, goTo: (point: Point) => void): HTMLElement {
  const places = [
    ...(reason.field === null ? [] : [{ point: { field: reason.field }, text: reason.field }]),
    ...(reason.rule === null ? [] : [{ point: { rule: reason.rule }, text: reason.rule }]),
  ];
  return h(
    'li',
    { class: 'pg-reason' },
    h('code', { class: 'pg-code' }, reason.code),
    reason.outcome === 'shadow' ? h('span', { class: 'pg-note' }, ' shadow: only reports') : null,
    ...places.map(({ point, text }) =>
      h(
        'button',
        {
          type: 'button',
          class: 'pg-place',
          onclick: () => {
            goTo(point);
          },
        },
        text,
      ),
    ),
    h('p', {}, reason.message),
    h(
      'p',
      { class: 'pg-admissible' },
      h('span', { class: 'pg-label' }, 'What would help: '),
      reason.admissible,
    ),
  );
}

/** All nine, in their order, with their reasons. */
export function gateList(gates: readonly GateResult[], goTo: (point: Point) => void): HTMLElement {
  const items = gates.map(({ gate, outcome, reasons }) =>
    h(
      'li',
      { class: `pg-gate pg-${outcome}` },
      h('span', { class: 'pg-mark', 'aria-hidden': 'true' }, MARK[outcome]),
      h('span', { class: 'pg-name' }, gate),
      h('span', { class: 'pg-asks' }, ASKS[gate]),
      h('span', { class: 'pg-outcome' }, outcome),
      reasons.length === 0
        ? null
        : h('ul', { class: 'pg-reasons' }, ...reasons.map((reason) => reasonItem(reason, goTo))),
    ),
  );
  return h('ol', { class: 'pg-gates' }, ...items);
}
