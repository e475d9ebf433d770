import { find, Refused, type Detection } from '../../model/pii/search.ts';
import { replaceJson, replaceText } from '../../model/pii/replace.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { differences } from '../lib/pii-claims.ts';
import { jsonCases } from '../lib/pii-json.ts';
import { textCases } from '../lib/pii-texts.ts';
import { writtenCases } from '../lib/pii-written.ts';
import type { Finding, Topic } from '../types.ts';

function answer(input: Json): Finding {
  const { key, text, json, label, marks, claimed } = input as JsonObject;
  const how = { key: Buffer.from(String(key), 'hex'), marks: marks === true };
  const words = typeof label === 'string' ? label : '';
  try {
    if (typeof text === 'string') {
      const found = find(text, words);
      const faults = claimed === undefined ? [] : differences(claimed as unknown as Detection[], found);
      if (faults.length > 0) return { refused: faults };
      return { output: { text: replaceText(text, words, how), found: found.map((one) => ({ ...one })) } };
    }
    const replaced = replaceJson(json ?? null, words, how);
    const equal = claimed === undefined || JSON.stringify(claimed) === JSON.stringify(replaced);
    return equal ? { output: { json: replaced } } : { refused: ['other-text'] };
  } catch (error) {
    if (error instanceof Refused) return { refused: [error.reason] };
    throw error;
  }
}

export const topic: Topic = {
  name: 'pii',
  title: 'Personal data',
  specified: 'RFC-0003 section 13',
  input:
    '`key` is the PII key of a namespace, 32 bytes in hex. Either `text` is a text, or `json` is a JSON value; `label` is what stands ' +
    'before it, none if absent. With `marks` true detections are marked as in an action. `claimed`, if there, is what somebody says ' +
    'the answer is: of a text the list of what is found in it, of a JSON value the value with tokens.',
  output:
    'Of a text: `text` with tokens, and `found`, in order, each with `type`, `start` and `end` in UTF-16 code units, and the normal ' +
    'form `normalised`. Of a JSON value: `json` with tokens. A claim is refused for how it differs from what is found: so a text that ' +
    'looks like personal data and is none is a claim that it is, with the step that whoever claims it left out as `mistake`. Each claimed detection is held against the first found one ' +
    'that it overlaps; no claim here differs in more than one way.',
  reasons: {
    'not-personal-data': 'The claim has a detection where nothing is found.',
    missed: 'Something is found where the claim has no detection.',
    'other-type': 'The claim has another type for what is found.',
    'other-stretch': 'The claim has another beginning or end of what is found.',
    'other-normal-form': 'The claim has another normal form of what is found.',
    'other-text': 'The claim has another value with tokens.',
    'payload-too-large': 'A string has more than 65536 bytes of UTF-8.',
    chained:
      'After sixteen rounds there is still something found beside what was replaced (`invalid-request`).',
    'equal-names': 'Two names of one object become equal (`invalid-request`).',
  },
  cases: () => [...textCases(), ...writtenCases(), ...jsonCases()],
  answer,
};
