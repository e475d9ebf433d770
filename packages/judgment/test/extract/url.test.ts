import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readUrl } from '../../src/extract/url.ts';

const admitted: [string, string][] = [
  ['https://api.example.com/v1?x=1#y', 'host:api.example.com'],
  ['HTTPS://API.Example.COM', 'host:api.example.com'],
  ['https://example.com:443/', 'host:example.com'],
  ['https://example.com:8443/', 'host:example.com:8443'],
  ['https://93.184.216.34/', 'host:93.184.216.34'],
  ['https://[2606:4700::1111]/', 'host:[2606:4700::1111]'],
  ['https://example.com/?mail=[PII:email:0123456789abcdef0123456789abcdef]', 'host:example.com'],
  ['https://example.com/é', 'host:example.com'],
  ['https://xn.example.com/', 'host:xn.example.com'],
  ['https://example.com/@user:pass@evil.example', 'host:example.com'],
];

const refused: Record<string, string[]> = {
  'url-scheme': [
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'gopher://example.com/',
  ],
  'url-credentials': [
    'https://user:pass@example.com/',
    'https://user@example.com/',
    'https://example.com@evil.example/',
    'https://@example.com/',
  ],
  'url-idn': [
    'https://exämple.com/',
    'https://xn--exmple-cua.com/',
    'https://www.XN--exmple-cua.com/',
    'https://еxample.com/',
    'https://\u212aelvin.example/',
    'https://example。com/',
    'https://①②⑦.0.0.1/',
  ],
  'internal-address': [
    'https://localhost/',
    'https://LOCALHOST:8080/',
    'https://localhost./',
    'https://foo.localhost/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://metadata.google.internal./',
    'https://intranet/',
    'https://db.corp/',
    'https://router.home.arpa/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://127.0.0.1./',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://0177.0.0.1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://100.100.100.200/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://240.0.0.1/',
    'https://0x5db8d822/',
    'https://1572395042/',
    'https://0135.184.216.34/',
    'https://[::1]/',
    'https://[::]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[ff02::1]/',
    'https://[::127.0.0.1]/',
    'https://[::7f00:1]/',
    'https://[4000::1]/',
    'https://[2001:db8::1]/',
    'https://[2001:1ff::1]/',
    'https://[3fff::1]/',
    'https://1.2.3.4.5/',
    'https://256.1.1.1/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2606:4700:0:0::1111]/',
  ],
  'unreadable-url': [
    '',
    'example.com',
    '//example.com/',
    '/relative',
    'https:',
    'https:example.com',
    'https:/example.com',
    'https:///example.com',
    'https://',
    'https://\\evil.example/',
    'https:\\\\example.com\\',
    'https://example.com\\@evil.example/',
    ' https://example.com/',
    'https://exam\tple.com/',
    'https://example.com/\n',
    'https://example.com/\u0000',
    'https://example.com:99999/',
    'https://example.com:x/',
    'https://example.com:/',
    'https://example.com:0/',
    'https://example.com:0443/',
    'https://:443/',
    'https://example%2ecom/',
    'https://%31%32%37.0.0.1/',
    'https://example.com./',
    'https://example..com/',
    'https://-example.com/',
    'https://exa_mple.com/',
    'https://[::1/',
    'https://[fe80::1%25eth0]/',
    'https://*.example.com/',
    'https://[PII:ip:0123456789abcdef0123456789abcdef]/',
  ],
  'too-large': [`https://example.com/${'a'.repeat(2048)}`],
};

describe('readUrl', () => {
  for (const [url, target] of admitted) {
    it(`reads ${url} as ${target}`, () => {
      assert.deepEqual(readUrl(url), { target });
    });
  }
  for (const [code, urls] of Object.entries(refused)) {
    for (const url of urls) {
      it(`refuses ${JSON.stringify(url.slice(0, 60))}: ${code}`, () => {
        const read = readUrl(url);
        assert.ok('code' in read, JSON.stringify(read));
        assert.equal(read.code, code);
        assert.match(read.detail, /^The .*\.$/);
      });
    }
  }

  it('admits nothing that the URL parser reads as another host', () => {
    const piece = fc.constantFrom(
      'https://',
      'example.com',
      '127.0.0.1',
      '@',
      ':',
      '/',
      '\\',
      '%2e',
      '.',
      '?',
      '#',
      '[',
      ']',
      '0x7f',
      'localhost',
      '。',
      '\t',
      'a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = `https://${pieces.join('')}`;
        const read = readUrl(text);
        if ('code' in read) return;
        const { protocol, host, username, password } = new URL(text);
        assert.equal(read.target, `host:${host}`);
        assert.deepEqual([protocol, username, password], ['https:', '', '']);
        assert.doesNotMatch(host, /^127(\.\d+){3}(:|$)|(^|\.)localhost(:|$)/);
      }),
      { numRuns: 2000 },
    );
  });
});
