import type { CaseSource } from '../types.ts';

type Row = readonly [id: string, pattern: string, of: string | null, refused?: string, mistake?: string];

const titled = (pattern: string | undefined, of: string | null | undefined): string =>
  [pattern, of === null ? 'no target' : of]
    .filter((one) => one !== undefined)
    .join(' over ')
    .slice(0, 120);

const rows = (kind: 'name' | 'target', requirement: string, all: readonly Row[]): CaseSource[] =>
  all.map(([id, pattern, of, refused, mistake]) => ({
    id: `${kind}-${id}`,
    title: titled(pattern, of),
    requirements: [requirement],
    input: { pattern, [kind]: of },
    ...(refused === undefined ? {} : { refused }),
    ...(mistake === undefined ? {} : { mistake }),
  }));

const NAMES = rows('name', 'EAAP-0005-010', [
  ['exact', 'billing.refund', 'billing.refund'],
  ['star', '*', 'billing.refund'],
  ['suffix', 'billing.*', 'billing.refund'],
  ['suffix-empty', 'billing.*', 'billing.'],
  ['suffix-dots', 'billing.*', 'billing.a.b'],
  ['prefix', '*.refund', 'billing.refund'],
  ['middle', 'b*.refund', 'billing.refund'],
  ['middle-empty', 'billing*.refund', 'billing.refund'],
  ['two-stars', '*ing*und', 'billing.refund'],
  ['three-stars', 'a*b*c*d', 'a-b-b-c-c-d'],
  ['backtrack', 'a*ab', 'aaab'],
  ['backtrack-middle', '*aab*', 'aaaab-x'],
  ['double-star', 'a**b', 'ab'],
  ['star-covers-star', 'a*', 'a*'],
  ['other', 'billing.refund', 'billing.refunds', 'name', 'took a pattern for a prefix'],
  ['shorter', 'billing.refund', 'billing.refun', 'name'],
  ['suffix-needs-dot', 'billing.*', 'billing', 'name'],
  ['suffix-other', 'billing.*', 'billingx.refund', 'name', 'took the dot for any character'],
  ['prefix-other', '*.refund', 'billing.refund.x', 'name', 'searched instead of matching the whole'],
  ['overlap', 'aba*aba', 'ababa', 'name', 'let head and tail use the same characters'],
  ['order', '*b*a*', 'ab', 'name'],
  ['once', 'a*b*b', 'ab', 'name', 'let two pieces use the same character'],
  ['empty-pattern', '', 'a', 'name'],
  ['question', 'a?', 'ab', 'name', 'took ? for any character'],
  ['class', 'a[bc]', 'ab', 'name', 'took brackets for a class'],
  ['case', 'billing.refund', 'Billing.refund', 'name', 'ignored case'],
  ['regular', 'a.c', 'abc', 'name', 'took the pattern for a regular expression'],
  ['negation', '!a', 'b', 'name', 'took ! for a negation'],
  ['inner', 'billing', 'x.billing.y', 'name', 'searched instead of matching the whole'],
]);

const TARGETS = rows('target', 'EAAP-0005-011', [
  ['all', '*', 'host:example.com'],
  ['all-no-target', '*', null],
  ['host-all', 'host:*', 'host:example.com'],
  ['host-all-port', 'host:*', 'host:example.com:8443'],
  ['host-exact', 'host:example.com', 'host:example.com'],
  ['host-port', 'host:example.com:8443', 'host:example.com:8443'],
  ['host-suffix', 'host:*.example.com', 'host:api.example.com'],
  ['host-suffix-deep', 'host:*.example.com', 'host:a.b.example.com'],
  ['host-suffix-port', 'host:*.example.com:8443', 'host:a.example.com:8443'],
  ['host-single-label', 'host:db', 'host:db'],
  ['host-address', 'host:93.184.216.34', 'host:93.184.216.34'],
  ['path-exact', 'path:/srv/data', 'path:/srv/data'],
  ['path-below', 'path:/srv/', 'path:/srv/data/x'],
  ['path-root', 'path:/', 'path:/etc/passwd'],
  ['resource-exact', 'resource:acct_1', 'resource:acct_1'],
  ['resource-star', 'resource:acct_*', 'resource:acct_1'],
  ['resource-all', 'resource:*', 'resource:Any Thing/at:all'],
  ['resource-colon', 'resource:customer:*', 'resource:customer:42'],
  ['resource-capitals', 'resource:ACCT*', 'resource:ACCT_1'],
  ['resource-middle', 'resource:a*z', 'resource:a/b/z'],
  ['resource-slash', 'resource:a/*', 'resource:a/b/c'],
  ['host-all-no-target', 'host:*', null, 'no-target', 'took no target for every target'],
  ['resource-all-no-target', 'resource:*', null, 'no-target', 'took no target for every target'],
  ['path-root-no-target', 'path:/', null, 'no-target'],
  ['kind-host-resource', 'host:*', 'resource:example.com', 'kind'],
  ['kind-resource-host', 'resource:*', 'host:example.com', 'kind', 'took resource:* for everything'],
  ['kind-path-resource', 'path:/', 'resource:/srv/x', 'kind'],
  ['host-apex', 'host:*.example.com', 'host:example.com', 'host', 'let the suffix cover the name itself'],
  [
    'host-label',
    'host:*.example.com',
    'host:badexample.com',
    'host',
    'compared the end of the text without its dot',
  ],
  [
    'host-suffix-inside',
    'host:*.example.com',
    'host:a.example.com.evil.example',
    'host',
    'searched instead of comparing the end',
  ],
  ['host-sub', 'host:example.com', 'host:api.example.com', 'host', 'let a name cover what is below it'],
  [
    'host-other-port',
    'host:example.com',
    'host:example.com:8443',
    'host',
    'compared hosts without their ports',
  ],
  ['host-no-port', 'host:example.com:8443', 'host:example.com', 'host'],
  [
    'host-suffix-other-port',
    'host:*.example.com',
    'host:a.example.com:8443',
    'host',
    'compared hosts without their ports',
  ],
  [
    'host-standard-port',
    'host:example.com:443',
    'host:example.com',
    'host',
    'took 443 for no port in a pattern',
  ],
  ['path-itself', 'path:/srv/', 'path:/srv', 'path', 'let a folder cover itself'],
  ['path-sibling', 'path:/srv', 'path:/srv2', 'path', 'took a path for a prefix'],
  ['path-below-exact', 'path:/srv', 'path:/srv/data', 'path', 'let a path cover what is below it'],
  ['path-sibling-folder', 'path:/srv/', 'path:/srv2/data', 'path', 'compared without the slash'],
  ['path-case', 'path:/srv/Data', 'path:/srv/data', 'path', 'ignored case'],
  ['path-star', 'path:/srv/*', 'path:/srv/x', 'path', 'took a star in a path for any run'],
  ['resource-other', 'resource:acct_1', 'resource:acct_12', 'resource', 'took a resource for a prefix'],
  ['resource-case', 'resource:acct_1', 'resource:ACCT_1', 'resource', 'ignored case'],
  ['resource-inside', 'resource:acct_*', 'resource:x/acct_1', 'resource'],
]);

const alone = (
  member: 'pattern' | 'target',
  all: readonly (readonly [id: string, text: string, refused?: boolean, mistake?: string])[],
): CaseSource[] =>
  all.map(([id, text, refused, mistake]) => ({
    id: `stated-${member}-${id}`,
    title: `The ${member} ${text}`.slice(0, 120),
    requirements: ['EAAP-0005-012'],
    input: { [member]: text },
    ...(refused === true ? { refused: member } : {}),
    ...(mistake === undefined ? {} : { mistake }),
  }));

const STATED = [
  ...alone('pattern', [
    ['all', '*'],
    ['host-all', 'host:*'],
    ['host-suffix', 'host:*.example.com'],
    ['host-port', 'host:example.com:8443'],
    ['path-root', 'path:/'],
    ['path-folder', 'path:/srv/data/'],
    ['resource', 'resource:Any Thing*'],
    ['host-capitals', 'host:Example.com', true, 'lower-cased it'],
    ['host-star-inside', 'host:api.*.example.com', true, 'took a star for a label'],
    ['host-star-joined', 'host:*example.com', true],
    ['host-two-stars', 'host:*.*.example.com', true],
    ['host-port-zero', 'host:example.com:0', true],
    ['host-port-leading-zero', 'host:example.com:08443', true],
    ['host-idn', 'host:ex\u00e4mple.com', true],
    ['host-ipv6', 'host:[2606:4700::1111]', true],
    ['host-octal', 'host:0177.0.0.1', true],
    ['host-slash', 'host:example.com/x', true],
    ['path-relative', 'path:srv/', true],
    ['path-parent', 'path:/srv/../etc/', true, 'resolved it'],
    ['path-double-slash', 'path:/srv//', true],
    ['path-tilde', 'path:/~/', true],
    ['resource-hidden', 'resource:a\u200b*', true],
    ['other-kind', 'url:https://example.com', true],
  ]),
  ...alone('target', [
    ['host', 'host:example.com'],
    ['host-single-label', 'host:db'],
    ['host-internal', 'host:10.0.0.1'],
    ['host-port', 'host:example.com:443'],
    ['path', 'path:/srv/data/x'],
    ['resource', 'resource:*'],
    ['host-capitals', 'host:EXAMPLE.com', true, 'lower-cased it'],
    ['host-star', 'host:*', true, 'took a pattern for a target'],
    ['host-numeric', 'host:2130706433', true],
    ['host-dot', 'host:example.com.', true],
    ['path-folder', 'path:/srv/', true, 'took a pattern for a target'],
    ['path-parent', 'path:/srv/..', true],
    ['resource-hidden', 'resource:acct\u202e_1', true],
    ['other-kind', 'mail:ada', true],
  ]),
];

/** The cases of the topic `targets`. */
export const TARGET_CASES: readonly CaseSource[] = [...NAMES, ...TARGETS, ...STATED];
