import {
  HOOKS,
  type AuditExport,
  type Computed,
  type Dump,
  type Hello,
  type Located,
  type Started,
  type Stepped,
} from './types.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isAddress = (value: unknown): boolean =>
  isText(value) && /^https?:\/\/[^/]/.test(value) && URL.canParse(value);
const isHook = (value: unknown): boolean => (HOOKS as readonly unknown[]).includes(value);

/** Whether an answer of an adapter is what the method answers (conformance/control.schema.json). */
export const SHAPES = {
  hello: (v: unknown): v is Hello =>
    isObject(v) &&
    v['protocol'] === 1 &&
    isText(v['name']) &&
    isText(v['version']) &&
    Array.isArray(v['hooks']) &&
    v['hooks'].every(isHook),
  started: (v: unknown): v is Started => isObject(v) && isAddress(v['url']) && isText(v['admin_key']),
  now: (v: unknown): v is { now: number } => isObject(v) && Number.isSafeInteger(v['now']),
  stepped: (v: unknown): v is Stepped =>
    isObject(v) && Number.isSafeInteger(v['writes']) && typeof v['reached'] === 'boolean',
  located: (v: unknown): v is Located =>
    isObject(v) && areTexts(v['files']) && areTexts(v['keyFiles']) && areTexts(v['logFiles']),
  dump: (v: unknown): v is Dump =>
    isObject(v) &&
    Array.isArray(v['records']) &&
    v['records'].every(
      (r) =>
        isObject(r) &&
        isText(r['table']) &&
        isText(r['id']) &&
        isText(r['ciphertext']) &&
        areTexts(r['keys']),
    ),
  keys: (v: unknown): v is { keys: { name: string; key: string }[] } =>
    isObject(v) &&
    Array.isArray(v['keys']) &&
    v['keys'].every((k) => isObject(k) && isText(k['name']) && isText(k['key'])),
  exported: (v: unknown): v is AuditExport =>
    isObject(v) &&
    Array.isArray(v['records']) &&
    v['records'].every(isObject) &&
    areTexts(v['leaves']) &&
    areTexts(v['checkpoints']) &&
    isText(v['verifier_key']),
  computed: (v: unknown): v is Computed =>
    isObject(v) &&
    Object.keys(v).length === 1 &&
    ('output' in v || isText(v['refused']) || v['unsupported'] === true),
  done: (_v: unknown): _v is unknown => true,
};
