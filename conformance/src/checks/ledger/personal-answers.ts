import { actions, SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import { dataOf, FORMS, mail, masked, tokensIn } from './personal.ts';

export const replaced: Check = {
  id: 'ledger.pii-replaced',
  requirements: ['EAAP-0001-027'],
  title: 'Personal data in subject, value, statement and source id is answered as tokens, in its place.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const { type, text } of dataOf(t.random)) {
      const other = mail(t.random);
      const answer = await world.store({
        subject: text,
        attribute: 'note',
        value: {
          plain: 'nothing here',
          list: [1, text, `to ${text} now`],
          both: `${text} and ${other}`,
          [text]: true,
        },
        statement: `The ${type} is ${text}, as said.`,
        source: { kind: 'document', id: text, observed_at: await world.time(-1000) },
      });
      t.require('The fact is stored.', answer.status === 201, { got: answer.text.slice(0, 300) });
      const { fact } = answer.body;
      const read = await world.fact(fact.id);
      const found = await world.search({});
      for (const [where, seen] of [
        ['store', answer],
        ['fact', read],
        ['search', found],
      ] as const) {
        t.expect(`${type} in clear in the answer to ${where}`, !seen.text.includes(text));
        t.expect(`the other mail address in clear in the answer to ${where}`, !seen.text.includes(other));
      }
      t.equal(`${type} in the subject`, masked(fact.subject), '<token>');
      t.equal(`${type} as the source id`, masked(fact.source.id), '<token>');
      t.equal(`${type} in the statement`, masked(fact.statement), `The ${type} is <token>, as said.`);
      t.equal(`${type} in the value`, masked(fact.value), {
        plain: 'nothing here',
        list: [1, '<token>', 'to <token> now'],
        both: '<token> and <token>',
        '<token>': true,
      });
    }
  },
};

export const detectedForms: Check = {
  id: 'ledger.pii-forms',
  requirements: ['EAAP-0001-028'],
  title:
    'Card, mail address, IBAN and social security number are found in each of the forms they may hide in.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const { type, text } of dataOf(t.random))
      for (const [name, form] of Object.entries(FORMS)) {
        const hidden = form(text);
        const answer = await world.store({
          subject: `s-${t.random.word()}`,
          attribute: 'note',
          value: hidden,
        });
        t.require('The fact is stored.', answer.status === 201, { got: answer.text.slice(0, 300) });
        const { value } = answer.body.fact;
        t.expect(`a token for a ${type} ${name}`, tokensIn(value).length > 0, {
          expected: '[PII:…]',
          got: value,
        });
        t.expect(`no ${type} ${name} is left`, !String(value).includes(hidden), { got: value });
      }
  },
};

export const equalTokens: Check = {
  id: 'ledger.pii-equal-tokens',
  requirements: ['EAAP-0001-029'],
  title: 'Equal personal data has equal tokens within a namespace, and different data different ones.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const all = new Set<string>();
    const data = [...dataOf(t.random), ...dataOf(t.random)];
    for (const { type, text } of data) {
      const first = await world.stored({ subject: `s-${t.random.word()}`, attribute: 'note', value: text });
      const [token = ''] = tokensIn(first.value);
      t.require(`A token for a ${type}.`, token !== '', { got: first.value });
      all.add(token);
      const second = await world.stored({
        subject: `s-${t.random.word()}`,
        attribute: 'contact',
        value: [`see ${text}`],
        statement: `It is ${text}.`,
        source: { ...SOURCES.alsoVerified, observed_at: await world.time(-1000) },
      });
      t.equal(`tokens of the same ${type} in another fact`, tokensIn([second.value, second.statement]), [
        token,
        token,
      ]);
      const repeated = await world.store({ subject: first.subject, attribute: 'note', value: text });
      t.equal(`the same ${type} again is the same value`, member(repeated, 'result'), 'reinforced');
    }
    t.equal('different tokens for different data', all.size, data.length);
  },
};

export const equalAcrossForms: Check = {
  id: 'ledger.pii-equal-across-forms',
  requirements: ['EAAP-0001-029'],
  title: 'The same personal data written in another way has the same token.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const tokenOf = async (value: string): Promise<unknown> => {
      const { value: kept } = await world.stored({
        subject: `s-${t.random.word()}`,
        attribute: 'note',
        value,
      });
      return tokensIn(kept)[0];
    };
    for (const { type, text } of dataOf(t.random)) {
      const plain = await tokenOf(text);
      t.require(`A token for a ${type}.`, plain !== undefined);
      for (const name of ['full-width', 'with zero-width spaces'])
        t.equal(`token of the ${type} ${name}`, await tokenOf(FORMS[name]?.(text) ?? ''), plain);
      if (type === 'card' || type === 'iban') {
        const grouped = text.replace(/(.{4})(?=.)/g, '$1 ');
        t.equal(`token of the ${type} in groups`, await tokenOf(grouped), plain);
      }
    }
  },
};

export const namespacedTokens: Check = {
  id: 'ledger.pii-tokens-by-namespace',
  requirements: ['EAAP-0001-030'],
  title: 'Equal personal data has different tokens in different namespaces.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const worlds = [await t.world(), await t.world()];
    for (const { type, text } of dataOf(t.random)) {
      const tokens = [];
      for (const world of worlds) {
        const { value } = await world.stored({ subject: 'order-1', attribute: `note.${type}`, value: text });
        const [token] = tokensIn(value);
        t.require(`A token for a ${type}.`, token !== undefined, { got: value });
        tokens.push(token);
      }
      t.expect(`tokens of a ${type} differ`, tokens[0] !== tokens[1], { got: tokens });
      const parts = tokens.map((token) => String(token).split(':')[2]?.slice(0, 12));
      t.expect(`what stands in the tokens of a ${type} differs`, parts[0] !== parts[1], { got: parts });
    }
  },
};

export const notPersonal: Check = {
  id: 'ledger.pii-left-alone',
  requirements: ['EAAP-0001-031'],
  title: 'UUIDs, digests, times and prices are kept as they are.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const hex = (bytes: number): string => Buffer.from(t.random.bytes(bytes)).toString('hex');
    const uuid = (version: string): string =>
      hex(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, `$1-$2-${version}$3-9$4-$5`);
    const ids = Array.from({ length: 20 }, (_, i) => uuid(i % 2 === 0 ? '7' : '4'));
    const kept: Readonly<Record<string, unknown>> = {
      UUIDs: [...ids, '11111111-2222-4333-8444-555555555555'],
      digests: [`sha256:${hex(32)}`, hex(32), hex(20), 'a'.repeat(64), `sha256:${'4'.repeat(64)}`],
      times: [
        '2026-01-31T09:30:12.345Z',
        '2026-01-31T09:30:12+02:00',
        '2026-01-31',
        '09:30:12',
        '2026-01-31 09:30',
        1_769_851_812_345,
      ],
      prices: [
        '25.00 EUR',
        'EUR 1,299.00',
        '$4,111.11',
        '1.299,00 \u20ac',
        { amount: '250000', currency: 'EUR' },
      ],
      sentence: `Order ${ids[0] ?? ''} was paid with 1,299.00 EUR at 2026-01-31T09:30:12.345Z.`,
    };
    for (const [name, value] of Object.entries(kept)) {
      const answer = await world.store({
        subject: `s-${name.toLowerCase()}`,
        attribute: 'note',
        value: value as never,
      });
      t.require('The fact is stored.', answer.status === 201, { got: answer.text.slice(0, 300) });
      t.equal(name, answer.body.fact.value, value);
    }
    const control = await world.stored({ subject: 'control', attribute: 'note', value: mail(t.random) });
    t.require('Detection is on.', tokensIn(control.value).length === 1, { got: control.value });
  },
};

export const inEvaluation: Check = {
  id: 'ledger.pii-in-evaluation',
  requirements: ['EAAP-0001-032'],
  title: 'An evaluation shows its action with tokens for personal data in parameters, intent and claims.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const { type, text } of dataOf(t.random)) {
      const { evaluation } = await world.allowed({
        ...actions.read('rec-1', `Ask ${text} first.`),
        intent: `Because ${text} said so.`,
        claims: [{ subject: `s-${type}`, attribute: 'contact', value: { it: [text] } }],
      });
      for (const as of ['agent', 'auditor', 'approver', 'executor'] as const) {
        const view = await world.send(as, 'GET', `/v2/actions/evaluations/${evaluation.id}`);
        t.require('The evaluation can be read.', view.status === 200, { got: view.text.slice(0, 300) });
        t.expect(`${type} in clear for ${as}`, !view.text.includes(text));
        const action = masked(member(view, 'action')) as Record<string, unknown>;
        t.equal(`${type} in the intent`, action['intent'], 'Because <token> said so.');
        t.equal(`${type} in a parameter`, action['parameters'], {
          record: 'rec-1',
          note: 'Ask <token> first.',
        });
        t.equal(`${type} in a claim`, action['claims'], [
          { subject: `s-${type}`, attribute: 'contact', value: { it: ['<token>'] } },
        ]);
      }
    }
  },
};
