import { createHash } from 'node:crypto';
import { canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { hmac, keyed, useKey } from '../../model/keyed.ts';
import type { CaseSource } from '../types.ts';
import {
  ACTION,
  ACTION_KEY,
  AT,
  claim,
  KEY,
  KEYED,
  LOOP,
  MAIL,
  ROOT,
  SUBJECT,
  VALUE,
  WRITTEN,
} from './keyed-inputs.ts';

/** Claims that get the formula or the key wrong. */
export function formulas(): CaseSource[] {
  const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
  const over = (key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): string =>
    hmac(key, ...parts.map((part) => (typeof part === 'string' ? bytes(part) : part))).toString('hex');
  const index = (key: Uint8Array): string => keyed(key, 'subject', 'customer:42');
  const extract = (salt: Uint8Array, ikm: Uint8Array): Buffer => hmac(salt, ikm);
  const info = canonicalBytes({ ns: 'acme' });
  const salt = bytes('EAAP-INDEX-v1');
  return [
    claim(
      'keyed-no-label',
      'without the label',
      KEYED,
      over(KEY, canonicalBytes('customer:42')),
      'uses one label for everything',
    ),
    claim(
      'keyed-no-zero',
      'without the zero byte',
      KEYED,
      over(KEY, 'subject', canonicalBytes('customer:42')),
      'joins label and value',
    ),
    claim(
      'keyed-raw-text',
      'a text without its quotes',
      KEYED,
      over(KEY, 'subject\0customer:42'),
      'hashes the text and not its JSON',
    ),
    claim(
      'keyed-hash-of-key',
      'SHA-256 over key and value',
      KEYED,
      createHash('sha256').update(KEY).update('subject\0"customer:42"').digest('hex'),
      'puts the key before the value and hashes',
    ),
    claim(
      'keyed-key-as-hex',
      'the key as hexadecimal text',
      KEYED,
      over(bytes(KEYED.key), 'subject\0"customer:42"'),
      'takes the text of the key for the key',
    ),
    claim(
      'keyed-capitals',
      'digits in capitals',
      KEYED,
      keyed(KEY, 'subject', 'customer:42').toUpperCase(),
      'writes digits in capitals',
    ),
    claim(
      'keyed-written',
      'written as a digest',
      KEYED,
      `sha256:${keyed(KEY, 'subject', 'customer:42')}`,
      'writes it as a digest',
    ),
    claim(
      'keyed-sha512',
      'SHA-512 in the place of SHA-256',
      KEYED,
      createHash('sha512').update('subject\0"customer:42"').digest('hex').slice(0, 64),
      'uses another hash',
    ),
    claim('index-root', 'an index under the root key itself', SUBJECT, index(ROOT), 'derives no key'),
    claim(
      'index-pii-key',
      'an index under the key of tokens',
      SUBJECT,
      index(useKey(ROOT, 'pii', 'acme')),
      'uses one key for everything',
    ),
    claim(
      'index-mac-key',
      'an index under the key of snapshots',
      SUBJECT,
      index(useKey(ROOT, 'mac', 'acme')),
      'uses one key for everything',
    ),
    claim(
      'index-no-salt',
      'derived without a salt',
      SUBJECT,
      index(hmac(extract(Buffer.alloc(32), ROOT), info, Buffer.of(1))),
      'derives without a salt',
    ),
    claim(
      'index-salt-and-info',
      'salt and info changed over',
      SUBJECT,
      index(hmac(extract(info, ROOT), salt, Buffer.of(1))),
      'mixes up salt and info',
    ),
    claim(
      'index-info-name',
      'the namespace itself as info',
      SUBJECT,
      index(hmac(extract(salt, ROOT), bytes('acme'), Buffer.of(1))),
      'does not write info as JSON',
    ),
    claim(
      'index-no-info',
      'derived without info',
      SUBJECT,
      index(hmac(extract(salt, ROOT), Buffer.of(1))),
      'leaves the namespace out',
    ),
    claim(
      'index-expand-from-zero',
      'expanded from zero',
      SUBJECT,
      index(hmac(extract(salt, ROOT), info, Buffer.of(0))),
      'counts blocks from zero',
    ),
    claim(
      'index-no-extract',
      'expanded from the root key',
      SUBJECT,
      index(hmac(ROOT, info, Buffer.of(1))),
      'leaves out the first step',
    ),
    claim(
      'index-other-namespace',
      'an index of another namespace',
      SUBJECT,
      index(useKey(ROOT, 'index', 'other')),
      'has one key for all namespaces',
    ),
    claim(
      'index-plain-hash',
      'the hash of the subject',
      SUBJECT,
      createHash('sha256').update('customer:42').digest('hex'),
      'hashes without a key',
    ),
    claim(
      'mac-as-index',
      'a MAC under the key of indexes',
      { op: 'mac', ...AT, snapshot: { facts: [] } },
      keyed(useKey(ROOT, 'index', 'acme'), 'snapshot', { facts: [] }),
      'uses one key for everything',
    ),
  ];
}

/** Claims that are over something else. */
export function objects(): CaseSource[] {
  const key = useKey(ROOT, 'index', 'acme');
  const pii = useKey(ROOT, 'pii', 'acme');
  const digits = (value: Json, label = 'EAAP-PII-v1'): string => keyed(pii, label, value);
  const mail = { type: 'email', normalised: 'ada@example.org' };
  const essence = { ...ACTION, claims: [], effects: [] };
  const effects = ['message.send ', 'network.call host:mail.example'];
  const loop = (changes: JsonObject): string =>
    keyed(key, 'loop-key', { principal: 'agent', tool: 'mail.send', effects, ...changes });
  const act = (value: JsonObject): string => keyed(key, 'action-key', value);
  return [
    claim(
      'value-alone',
      'the index of a value without its attribute',
      VALUE,
      keyed(key, 'value', VALUE.value),
      'indexes values alone',
    ),
    claim(
      'value-joined',
      'attribute and value joined',
      VALUE,
      keyed(key, 'value', `refund.limit={"amount":"5000","currency":"EUR"}`),
      'joins strings',
    ),
    claim(
      'value-as-text',
      'a value as the text of its JSON',
      VALUE,
      keyed(key, 'value', { attribute: 'refund.limit', value: '{"amount":"5000","currency":"EUR"}' }),
      'indexes a column',
    ),
    claim(
      'attribute-as-subject',
      'an attribute under the label of subjects',
      { op: 'attribute', ...AT, attribute: 'a' },
      keyed(key, 'subject', 'a'),
      'uses one label for everything',
    ),
    claim('pii-whole', 'a token with all 64 digits', MAIL, `[PII:email:${digits(mail)}]`, 'does not cut'),
    claim(
      'pii-last-half',
      'a token with the last half',
      MAIL,
      `[PII:email:${digits(mail).slice(32)}]`,
      'cuts off the wrong half',
    ),
    claim(
      'pii-no-type',
      'a token over the text alone',
      MAIL,
      `[PII:email:${digits('ada@example.org').slice(0, 32)}]`,
      'leaves the type out',
    ),
    claim(
      'pii-index-key',
      'a token under the key of indexes',
      MAIL,
      `[PII:email:${keyed(key, 'EAAP-PII-v1', mail).slice(0, 32)}]`,
      'uses one key for everything',
    ),
    claim(
      'pii-label',
      'a token under another label',
      MAIL,
      `[PII:email:${digits(mail, 'pii').slice(0, 32)}]`,
      'leaves the version out of the label',
    ),
    claim(
      'pii-small',
      'a token in small letters',
      MAIL,
      `[pii:email:${digits(mail).slice(0, 32)}]`,
      'writes it in small letters',
    ),
    claim(
      'pii-unkeyed',
      'a token that is a hash',
      MAIL,
      `[PII:email:${createHash('sha256').update('ada@example.org').digest('hex').slice(0, 32)}]`,
      'hashes without a key, so that anybody can guess',
    ),
    claim(
      'written-as-token',
      'a mark that is the digits of the token',
      WRITTEN,
      `[written:${digits(mail).slice(0, 32)}]`,
      'marks that it was disguised and not how',
    ),
    claim(
      'written-no-prefix',
      'a mark over the spelling alone',
      WRITTEN,
      `[written:${digits({ type: 'email', normalised: WRITTEN.spelling }).slice(0, 32)}]`,
      'lets a mark and a token be equal',
    ),
    claim(
      'written-in-clear',
      'a mark with the spelling in it',
      WRITTEN,
      `[written:${WRITTEN.spelling}]`,
      'writes the personal data beside its token',
    ),
    claim(
      'action-no-principal',
      'an action without its principal',
      ACTION_KEY,
      act({ action: essence }),
      'lets an approval serve another agent',
    ),
    claim(
      'action-flat',
      'principal and action in one object',
      ACTION_KEY,
      act({ principal: 'agent', ...essence }),
      'does not nest',
    ),
    claim(
      'action-absent-left-out',
      'an action without what it did not have',
      ACTION_KEY,
      act({ principal: 'agent', action: ACTION }),
      'leaves out empty lists',
    ),
    claim(
      'action-with-intent',
      'an action with its intent',
      { ...ACTION_KEY, action: { ...ACTION, intent: 'Refund.' } },
      act({ principal: 'agent', action: { ...essence, intent: 'Refund.' } }),
      'hashes the action whole',
    ),
    claim(
      'action-no-environment',
      'an action without its environment',
      ACTION_KEY,
      act({
        principal: 'agent',
        action: Object.fromEntries(Object.entries(essence).filter(([name]) => name !== 'environment')),
      }),
      'lets an approval for a sandbox serve in production',
    ),
    claim(
      'action-salted',
      'an action under the key of snapshots',
      ACTION_KEY,
      keyed(useKey(ROOT, 'mac', 'acme'), 'action-key', { principal: 'agent', action: essence }),
      'uses one key for everything',
    ),
    claim(
      'loop-unsorted',
      'effects in the order they came in',
      LOOP,
      loop({ effects: [...effects].reverse() }),
      'does not sort',
    ),
    claim(
      'loop-trimmed',
      'an effect without its space',
      LOOP,
      loop({ effects: ['message.send', 'network.call host:mail.example'] }),
      'trims',
    ),
    claim(
      'loop-null-word',
      'an effect with the word null',
      LOOP,
      loop({ effects: ['message.send null', 'network.call host:mail.example'] }),
      'writes null as its language does',
    ),
    claim(
      'loop-no-target',
      'effects without their targets',
      LOOP,
      loop({ effects: ['message.send', 'network.call'] }),
      'counts all targets together',
    ),
    claim(
      'loop-objects',
      'effects as objects',
      LOOP,
      loop({ effects: [...LOOP.effects].reverse() }),
      'does not write effects as texts',
    ),
    claim(
      'loop-no-tool',
      'effects without the tool',
      LOOP,
      keyed(key, 'loop-key', { principal: 'agent', effects }),
      'counts all tools together',
    ),
    claim(
      'loop-duplicates',
      'equal effects as often as they came',
      { ...LOOP, effects: [LOOP.effects[1], LOOP.effects[1]] },
      loop({ effects: ['message.send ', 'message.send '] }),
      'lets a doubled effect be another attempt',
    ),
    claim(
      'loop-as-action',
      'effects under the label of actions',
      LOOP,
      keyed(key, 'action-key', { principal: 'agent', tool: 'mail.send', effects }),
      'uses one label for everything',
    ),
  ];
}
