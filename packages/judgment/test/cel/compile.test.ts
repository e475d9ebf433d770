import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json } from '@eaap/protocol';
import { CEL_PROFILE } from '../../src/index.ts';
import { compile, programOf } from '../../src/cel/compile.ts';
import { CelFault } from '../../src/cel/fault.ts';
import type { FactSource } from '../../src/cel/meter.ts';
import { toCel } from '../../src/cel/value.ts';

const none: FactSource = { values: () => null };

function run(
  text: string,
  parameters: Record<string, Json> = {},
  facts: FactSource = none,
): boolean | string {
  const effects = [
    { effect: 'money.move', target: 'resource:a', risk: 'high', reversibility: 'irreversible' },
  ];
  const action = { tool: 'billing.refund', environment: 'production', parameters };
  return compile(text).run(
    { action: toCel(action), effects: toCel(effects), principal: 'agent-1', now: 1_700_000_000_000n },
    facts,
  );
}

const p = 'action.parameters';

describe('EAAP-CEL', () => {
  const truths: [string, Record<string, Json>][] = [
    [`action.tool == "billing.refund" && principal.startsWith("agent-")`, {}],
    [`now > 1600000000000`, {}],
    [`has(${p}.a) && !has(${p}.b) && !has(action.session)`, { a: null }],
    [`${p}.n + 1 == 9007199254740992`, { n: 9007199254740991 }],
    [`${p}.n / 2 == 1 && ${p}.n % 2 == 1`, { n: 3 }],
    [`${p}.d > 1 && ${p}.d < 2.0`, { d: 1.5 }],
    [`int(${p}.m.amount) > 1249`, { m: { amount: '1250' } }],
    [`string(${p}.n) + "x" == "7x"`, { n: 7 }],
    [`effects.exists(e, e.effect == "money.move" && e.risk in ["high", "critical"])`, {}],
    [`${p}.list.all(x, x > 0) && ${p}.list.map(x, x * 2) == [2, 4]`, { list: [1, 2] }],
    [`${p}.list.filter(x, x > 1).size() == 1 && size(${p}.list) == 2`, { list: [1, 2] }],
    [`${p}.o.exists(k, k == "__proto__")`, { o: JSON.parse('{"__proto__": 1}') as Json }],
    [`${p}["a b"] == 1 && ${p}.list[1] == 2`, { 'a b': 1, list: [1, 2] }],
    [`${p}.s.matches("^[a-z]+$") && ${p}.s.contains("b") && ${p}.s.endsWith("c")`, { s: 'abc' }],
    [`${p}.a == ${p}.b`, { a: { x: [1] }, b: { x: [1] } }],
    [`(${p}.flag ? 1 : 2) == 1`, { flag: true }],
    [`true || ${p}.missing > 1`, {}],
    // By code point: UTF-16 has it the other way round.
    [`"\uffee" < "\ud83d\ude00"`, {}],
    [`${p}.list[0] == null && ${p}.o["a"] == null`, { list: [null], o: { a: null } }],
    [`"x-1".matches("^[a-z]-?[\\\\d]{1,2}$") && !"x".matches("[^a-z]|\\\\.")`, {}],
    [`${p}.missing > 1 || true`, {}],
    [`"é".size() == 1 && "a" < "b"`, {}],
    [`!(${p}.n == "7") && ${p}.n != "7"`, { n: 7 }],
    [`${p}.x == null`, { x: null }],
    [`-${p}.n == -7`, { n: 7 }],
    // Null is there: a rule that forbids a parameter is not passed by sending null.
    [`"a" in ${p} && !("b" in ${p}) && has(${p}.a)`, { a: null }],
    [`${p}.o.exists(k, k == "a") && ${p}.o != ${p}.e`, { o: { a: null }, e: {} }],
  ];
  for (const [text, parameters] of truths) {
    it(`finds ${text} true`, () => {
      assert.equal(run(text, parameters), true);
    });
  }

  it('has no value where the action has none, and where types do not fit', () => {
    for (const [text, parameters] of [
      [`${p}.missing == 1`, {}],
      [`${p}.a.b == 1`, { a: 'text' }],
      [`has(${p}.a.b)`, {}],
      [`has(${p}.a.b)`, { a: 'text' }],
      [`${p}.a > 1`, { a: 'text' }],
      [`${p}.a + 1 == 2`, { a: 1.5 }],
      [`${p}.list[5] == 1`, { list: [1] }],
      [`${p}.list[${p}.at] == 2`, { list: [1, 2], at: true }],
      [`${p}.list[${p}.at] == 2`, { list: [1, 2], at: 0.5 }],
      [`${p}.a.exists(x, x == 1)`, { a: 1 }],
      [`1 / ${p}.zero == 1`, { zero: 0 }],
      [`9223372036854775807 + ${p}.one > 0`, { one: 1 }],
      [`${p}.text.matches("a")`, { text: 7 }],
      [`int(${p}.d) == 1`, { d: 1.5 }],
      [`string(${p}.d) == "1.5"`, { d: 1.5 }],
      [`string(${p}.d) == "true"`, { d: true }],
    ] as [string, Record<string, Json>][]) {
      assert.equal(run(text, parameters), 'failed', text);
    }
    assert.equal(run(`${p}.n`, { n: 1 }), 'not-boolean');
  });

  it('reads whole numbers from decimal text and from nothing else', () => {
    for (const text of ['', ' 12', '0x10', '1e3', '012', '+1', '1.0', '-', '9223372036854775808', '١']) {
      assert.equal(run(`int(${p}.t) >= 0 || int(${p}.t) < 0`, { t: text }), 'failed', text);
    }
    assert.equal(run(`int(${p}.t) < 0`, { t: '-9223372036854775808' }), true);
  });

  it('asks for facts', () => {
    const facts: FactSource = {
      values: (subject, attribute) =>
        subject === 's' ? (attribute === 'one' ? [5, 5] : attribute === 'two' ? [1, 2] : []) : null,
    };
    assert.equal(
      run('has_fact("s", "one") && fact("s", "one") == 5 && !has_fact("s", "none")', {}, facts),
      true,
    );
    assert.equal(run('fact("s", "two") == 1', {}, facts), 'failed');
    assert.equal(run('fact("s", "none") == 1', {}, facts), 'failed');
    // What nothing selects cannot be told, even where the answer would not matter.
    assert.equal(run('has_fact("other", "one") || true', {}, facts), 'fact');
    assert.equal(run('true || has_fact("other", "one")', {}, facts), true);
  });
});

describe('what is not EAAP-CEL', () => {
  const refused: [string, RegExp][] = [
    ['', /does not parse/],
    ['1 +', /does not parse/],
    ['true true', /does not parse/],
    ['actions.tool == "x"', /unknown variable actions; there are action, effects, principal, now/],
    ['action.parametres.x == 1', /no member parametres; there are tool, parameters, environment, session/],
    ['action.__proto__ == 1', /no member __proto__/],
    ['action.tool.size == 1', /string has no member size/],
    ['constructor == 1', /unknown variable constructor/],
    ['action.parameters.when > timestamp("2020-01-01T00:00:00Z")', /unknown function timestamp/],
    ['duration("1s") == duration("1s")', /unknown function duration/],
    ['type(1) == int', /unknown function type/],
    ['dyn(1) == 1', /unknown function dyn/],
    ['double("1") > 0.5', /unknown function double/],
    ['uint(1) == uint(1)', /unknown function uint/],
    ['1u == 1u', /a value follows a value/],
    ['b"a" == b"a"', /a value follows a value/],
    ['1 ineffects', /a value follows a value/],
    ['.now == 1', /nothing before a dot/],
    ['now == 1 // why', /no comments/],
    ['"\\d" == "d"', /escapes nothing/],
    ['[1].all(for, for == 1)', /reserved word/],
    ['now < 9223372036854775808', /over 64 bits/],
    ['"a".matches("(?i)a")', /subset/],
    ['"a".matches("\\\\pL")', /subset/],
    ['"a".matches("a{")', /subset/],
    ['"a".matches("[[:alpha:]]")', /subset/],
    ['{"a": 1}.a == 1', /maps and messages/],
    ['google.protobuf.Timestamp{seconds: 1} == null', /maps and messages/],
    ['[1].exists_one(x, x == 1)', /macro exists_one is not part/],
    ['[1].exists(action, true)', /hides another variable/],
    ['[1].all(x, [2].all(x, true))', /hides another variable/],
    ['"abc".all(c, true)', /all goes through a list or map/],
    ['action.parameters.s.matches(action.parameters.pattern)', /must be written out/],
    ['"a".matches("a" + "b")', /must be written out/],
    ['matches("a", "b")', /write x\.matches\(y\)/],
    ['"1".int() == 1', /write int\(x\), not x\.int\(\)/],
    ['"a".matches("(")', /not RE2 syntax/],
    ['"a".matches("(?=a)")', /not RE2 syntax/],
    ['"a".matches("(a)\\\\1")', /not RE2 syntax/],
    [`"a".matches("${'a'.repeat(257)}")`, /longer than 256/],
    ['"a".matches("(a{100}){100}")', /repeats too much/],
    ['"a".matches("a{1000}b{1000}")', /repeats too much/],
    ['now', /it is int and must be true or false/],
    ['principal', /it is string and must be/],
    ['effects', /it is list and must be/],
    ['principal == 1', /== does not take string, int/],
    ['now > "1"', /> does not take int, string/],
    ['1 + 1.5 > 2.0', /\+ does not take int, double/],
    ['principal && true', /&& does not take string, bool/],
    ['!now', /! does not take int/],
    ['size(now) == 1', /size does not take int/],
    ['now in principal', /in does not take int, string/],
    ['fact(1, "a") == 1', /fact does not take int, string/],
    ['effects.exists(e, e.kind == "x")', /no member kind; there are effect, target, risk, reversibility/],
    ['effects[0].effect.foo() == 1', /unknown function foo/],
    ['1e999 > 1.0', /not finite|does not parse/],
    ['"\\ud800" == "x"', /half a character|does not parse/],
  ];
  for (const [text, why] of refused) {
    it(`refuses ${text.slice(0, 70) || 'nothing'}`, () => {
      assert.throws(
        () => compile(text),
        (error) => error instanceof CelFault && why.test(error.message),
      );
    });
  }

  it('refuses what is nested, long or large before it can exhaust anything', () => {
    const hostile = [
      '('.repeat(1000) + '1' + ')'.repeat(1000),
      '('.repeat(2048),
      '['.repeat(1000),
      `${'true ? '.repeat(280)}true${' : true'.repeat(3)}`,
      `${'true?true:'.repeat(200)}true`,
      `${'1+'.repeat(1000)}1 == 1`,
      `${'[1].all(x, '.repeat(20)}true${')'.repeat(20)}`,
      `[${'1,'.repeat(900)}1].size() == 1`,
      `${'true||'.repeat(300)}true`,
      'x'.repeat(CEL_PROFILE.maxLength + 1),
    ];
    for (const text of hostile) {
      assert.throws(() => compile(text), CelFault, text.slice(0, 40));
    }
  });

  it('refuses loops over data inside loops over data, and admits one over what is written out', () => {
    const items = 'action.parameters.items';
    assert.throws(
      () => compile(`${items}.all(x, ${items}.all(y, x == y))`),
      /may cost \d+; 100000 is the most/,
    );
    assert.ok(compile(`${items}.all(x, ["a", "b"].exists(y, x == y))`).cost < CEL_PROFILE.maxCost);
  });
});

describe('the meter', () => {
  const long = (n: number): Json => Array.from({ length: n }, (_, i) => i);

  it('stops a loop over more than 256 elements, whatever the language would swallow', () => {
    assert.equal(run(`${p}.l.exists(x, x < 0)`, { l: long(256) }), false);
    assert.equal(run(`${p}.l.exists(x, x == 0)`, { l: long(257) }), 'cost');
    assert.equal(run(`${p}.l.exists(x, x == 0) || true`, { l: long(257) }), 'cost');
    const map = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`k${i}`, i]));
    assert.equal(run(`${p}.m.all(k, true)`, { m: map }), 'cost');
  });

  it('counts comparing large values and matching long texts', () => {
    assert.equal(run(`${p}.a == ${p}.b`, { a: long(60_000), b: long(60_000) }), 'cost');
    assert.equal(run(`${p}.l.exists(x, x in ${p}.big)`, { l: long(200), big: long(2000) }), true);
    assert.equal(run(`${p}.l.all(x, x in ${p}.big)`, { l: long(200), big: long(2000) }), 'cost');
    assert.equal(run(`${p}.s.matches("(a+)+$")`, { s: 'a'.repeat(1000) + 'b' }), false);
    assert.equal(run(`${p}.s.matches("(a|a)*(a|a)*(a|a)*b")`, { s: 'a'.repeat(1_000_000) }), 'cost');
    assert.equal(run(`${p}.s.contains("b")`, { s: 'a'.repeat(2_000_000) }), 'cost');
  });

  it('lets lists be mapped and filtered one after another', () => {
    const chain = `${p}.l.map(x, x + 1).map(x, x * 2).filter(x, x > 0).map(x, x + 3).all(x, x > 4)`;
    assert.equal(run(chain, { l: long(256) }), true);
  });

  it('starts anew for each run', () => {
    const program = compile(`${p}.l.all(x, x >= 0)`);
    const bindings = {
      action: toCel({ tool: 't', environment: 'none', parameters: { l: long(256) } }),
      effects: [],
      principal: 'a',
      now: 1n,
    };
    for (let i = 0; i < 200; i++) assert.equal(program.run(bindings, none), true);
  });
});

describe('programOf', () => {
  it('compiles a text once, and remembers what does not compile', () => {
    const text = 'action.tool == "once"';
    assert.equal(programOf(text), programOf(text));
    const broken = programOf('1 +');
    assert.ok(broken instanceof CelFault);
    assert.equal(programOf('1 +'), broken);
  });

  it('forgets the one used longest ago', () => {
    const first = programOf('now == -1');
    for (let i = 0; i < 1024; i++) programOf(`now == ${i}`);
    assert.notEqual(programOf('now == -1'), first);
  });
});
