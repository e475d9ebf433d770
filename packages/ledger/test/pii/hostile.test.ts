import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detect, MAX_TEXT_BYTES } from '../../src/pii/index.ts';

/** Pieces that, repeated up to the limit, cost the square or worse wherever a pattern can be entered at each of them. */
const PIECES = [
  ...[
    'a',
    '1',
    '1 ',
    '0 ',
    '00 1 ',
    '1.',
    '(',
    '-',
    ':',
    'a:',
    '::1 ',
    '"',
    '"a@',
    '@',
    'a@',
    'a@b.',
    'x@x.x.x.x.',
    '=',
    '%',
    '&',
    '\\',
  ],
  ...[
    'eyJ',
    'eyJ.',
    'sk-',
    'ghp_',
    'SG.aaaaaaaaaaaaaaaaa.',
    '://',
    '://u:p',
    'bearer ',
    'authorization:basic ',
    '-----BEGIN PRIVATE KEY----',
    '[PII:',
  ],
  ...[
    '41',
    '41 ',
    'YWRh',
    `${'A'.repeat(59)}\n`,
    `${'A'.repeat(70)}\n`,
    '%41',
    '%2541',
    '&#64;',
    '\\u0041',
    '\u0301',
    'é',
    '１',
    '\u200b',
  ],
  ...[
    '0151 23456789 ',
    'call ',
    'phone 1 2 3 4 5 6 7 8 9 ',
    '4111 ',
    'DE89 ',
    '550e8400-e29b-',
    '2024-01-02',
  ],
];

test('no repetition of a hostile piece keeps the detectors from answering', () => {
  for (const piece of PIECES) {
    const text = piece.repeat(Math.floor(MAX_TEXT_BYTES / Buffer.byteLength(piece)));
    for (const { start, end } of detect(text)) assert.ok(start < end && end <= text.length, piece);
  }
});

test('personal data at the end of a hostile text is still found', () => {
  for (const piece of ['://', 'eyJ.', '1 ', '(', '"', '%', ':']) {
    const text = `${piece.repeat(20_000 / piece.length)} , ada@example.org`;
    assert.equal(detect(text).at(-1)?.normalised, 'ada@example.org', piece);
  }
});
