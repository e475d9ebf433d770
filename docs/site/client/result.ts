import { canonicalize, formatTime, type Json } from '@eaap/protocol';
import { commitOf } from '../playground/commit.ts';
import type { Decision, Digested } from '../playground/evaluate.ts';
import { copyButton, h } from './dom.ts';
import { gateList, type Point } from './gates.ts';

const ANSWERS = {
  ALLOW: '200, with an execution token: this action may be committed.',
  ESCALATE: '403 escalated: it waits for a person, who sees it in full.',
  BLOCK: '403 blocked: no approval helps; asking again changes nothing.',
} as const;

const section = (title: string, id: string, ...children: (Node | string | null)[]): HTMLElement =>
  h('section', { class: 'pg-section', 'aria-labelledby': id }, h('h2', { id }, title), ...children);

/** The verdict, in a line that is read aloud when it changes. */
export function verdictLine({ judgment }: Decision): Node[] {
  const { verdict, gates } = judgment;
  const reasons = gates.flatMap((gate) => gate.reasons).filter(({ outcome }) => outcome !== 'shadow');
  const first = reasons.find(({ outcome }) => outcome === (verdict === 'BLOCK' ? 'block' : 'escalate'));
  return [
    h('strong', { class: 'pg-verdict' }, verdict),
    h(
      'span',
      {},
      first === undefined ? 'All nine gates pass. ' : `${first.message} `,
      h('span', { class: 'pg-http' }, ANSWERS[verdict]),
    ),
  ];
}

const show = (value: unknown): string => (typeof value === 'string' ? value : canonicalize(value as Json));

function stateTable(then: Decision, now: Decision): HTMLElement {
  const rows = (Object.keys(now.state) as (keyof Decision['state'])[]).map((member) => {
    const changed = show(then.state[member]) !== show(now.state[member]);
    return h(
      'tr',
      { class: changed ? 'pg-changed' : '' },
      h('th', { scope: 'row' }, h('code', {}, member)),
      h(
        'td',
        {},
        h('code', {}, show(now.state[member])),
        changed ? h('span', { class: 'pg-tag' }, 'changed') : null,
      ),
    );
  });
  return h('table', { class: 'pg-state' }, h('tbody', {}, ...rows));
}

function bytes({ name, tag, digest, canonical }: Digested, open: boolean): HTMLElement {
  const formula =
    tag === 'EAAP-COMMIT-v1'
      ? `SHA-256("${tag}" || 0x00 || salt || SHA-256(these bytes))`
      : `SHA-256("${tag}" || 0x00 || these bytes)`;
  const size = new TextEncoder().encode(canonical).length;
  return h(
    'details',
    { class: 'pg-bytes', open },
    h('summary', {}, h('span', {}, name), h('code', {}, digest)),
    h(
      'p',
      { class: 'pg-hint' },
      h('code', {}, formula),
      ` over ${size} bytes of canonical JSON `,
      copyButton(() => canonical, `Copy the bytes of ${name}`),
    ),
    h('pre', { tabindex: '0', 'aria-label': `Canonical bytes of ${name}` }, canonical),
  );
}

function extracted({ extraction, replaced }: Decision): HTMLElement {
  const { effects, unread, selectors, grounds, claims, writes, cost, risk, reversibility } = extraction;
  const row = (name: string, value: Node | string | null): HTMLElement | null =>
    value === null ? null : h('div', {}, h('dt', {}, name), h('dd', {}, value));
  const list = (items: readonly string[]): Node | null =>
    items.length === 0 ? null : h('ul', {}, ...items.map((item) => h('li', {}, h('code', {}, item))));
  return h(
    'dl',
    { class: 'pg-facts' },
    row(
      'effects',
      list(effects.map(({ effect, target }) => (target === null ? effect : `${effect} on ${target}`))),
    ),
    row('risk', `${risk}, ${reversibility}`),
    row('unread', list(unread.map((item) => Object.values(item).map(show).join(': ')))),
    row(
      'grounds',
      list(
        grounds.map(
          ({ field, relation, subject, attribute, trust }) =>
            `${field} ${relation} ${attribute} of ${subject}, ${trust}`,
        ),
      ),
    ),
    row(
      'claims',
      list(claims.map(({ subject, attribute, value }) => `${attribute} of ${subject} is ${show(value)}`)),
    ),
    row(
      'writes',
      list(
        writes.map(
          ({ subject, attribute, value }) =>
            `${attribute} of ${subject} becomes ${value === null ? 'something unknown' : show(value)}`,
        ),
      ),
    ),
    row('selectors', list(selectors.map(({ subject, attribute }) => `${attribute} of ${subject}`))),
    row('cost', cost === null ? null : `${cost.amount} ${cost.currency}, in minor units`),
    row('personal data', list(replaced.map((pointer) => `${pointer} holds a token`))),
  );
}

function selected({ facts }: Decision): HTMLElement {
  if (facts.length === 0)
    return h(
      'p',
      { class: 'pg-hint' },
      'No fact was selected. That there is none is part of the state, too.',
    );
  const items = facts.map(({ subject, attribute, value, trust, confidence, effective, locked, status }) =>
    h(
      'li',
      {},
      h('code', {}, `${attribute} of ${subject} = ${show(value)}`),
      h('br'),
      `${trust}, ${status}${locked ? ', locked' : ''}; time has left ${effective} of ${confidence} basis points`,
    ),
  );
  return h('ul', { class: 'pg-selected' }, ...items);
}

function comparison(then: Decision, now: Decision, onEvaluate: () => void): HTMLElement {
  const answer = commitOf(then, now);
  const same = then === now || then.stateHash === now.stateHash;
  return section(
    'If it were committed now',
    'pg-commit',
    h(
      'p',
      { class: 'pg-hint' },
      `Evaluated at ${formatTime(then.now)}: ${then.judgment.verdict}. `,
      then.judgment.verdict === 'ALLOW' ? `It may be committed before ${formatTime(then.expires)}. ` : null,
      'Edit something: the executor commits what then stands in the editors.',
    ),
    h(
      'p',
      { class: `pg-answer pg-a${answer.status ?? 'none'}`, id: 'pg-answer' },
      h('strong', {}, answer.status === null ? answer.type : `${answer.status} ${answer.type}`),
      ` ${answer.detail}`,
      answer.changed.length === 0 ? null : h('span', { class: 'pg-tag' }, answer.changed.join(', ')),
    ),
    h(
      'p',
      { class: 'pg-hashes' },
      h('span', { class: 'pg-label' }, 'state hash'),
      h('code', { id: 'pg-state-hash' }, now.stateHash),
      same ? null : h('span', { class: 'pg-tag' }, 'changed'),
    ),
    same
      ? null
      : h(
          'p',
          { class: 'pg-hashes' },
          h('span', { class: 'pg-label' }, 'evaluated with'),
          h('code', {}, then.stateHash),
        ),
    h('button', { type: 'button', class: 'pg-button', onclick: onEvaluate }, 'Evaluate again'),
  );
}

/** Everything beneath the verdict. */
export function resultOf(
  then: Decision,
  now: Decision,
  goTo: (point: Point) => void,
  onEvaluate: () => void,
): HTMLElement[] {
  const judged: Digested[] = [
    { name: 'judge input', tag: '', digest: '', canonical: canonicalize(now.input as unknown as Json) },
    { name: 'judgment', tag: '', digest: '', canonical: canonicalize(now.judgment as unknown as Json) },
  ];
  return [
    section('Gates', 'pg-gates', gateList(now.judgment.gates, goTo)),
    comparison(then, now, onEvaluate),
    section('What was read', 'pg-read', extracted(now)),
    section('What is relied on', 'pg-relied', selected(now)),
    section('The state that is hashed', 'pg-state', stateTable(then, now)),
    section(
      'Bytes and digests',
      'pg-digests',
      ...now.digests.map((one, at) => bytes(one, at === 0)),
      ...judged.map(({ name, canonical }) =>
        h(
          'details',
          { class: 'pg-bytes' },
          h(
            'summary',
            {},
            h('span', {}, name),
            h('span', { class: 'pg-note' }, 'not hashed; the same bytes everywhere'),
          ),
          h(
            'p',
            { class: 'pg-hint' },
            copyButton(() => canonical, `Copy the ${name}`),
          ),
          h('pre', { tabindex: '0', 'aria-label': `Canonical bytes of the ${name}` }, canonical),
        ),
      ),
    ),
  ];
}
