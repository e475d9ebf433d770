import type { Json } from '../model/json.ts';
import type { Control, Fault, Step, Tampering } from '../control/types.ts';

type Params = Readonly<Record<string, unknown>>;

const text = (params: Params, name: string): string => {
  const value = params[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is missing or no text.`);
  return value;
};
const integer = (params: Params, name: string): number => {
  const value = params[name];
  if (!Number.isSafeInteger(value)) throw new TypeError(`${name} is missing or no integer.`);
  return value as number;
};
const forward = (params: Params, name: string): number => {
  const value = integer(params, name);
  if (value < 0) throw new TypeError(`${name} is below zero: time does not go back.`);
  return value;
};
const optional = (params: Params, name: string): string | undefined =>
  params[name] === undefined ? undefined : text(params, name);
const now = async (answer: Promise<number>): Promise<{ now: number }> => ({ now: await answer });
const nothing = async (answer: Promise<unknown>): Promise<Record<string, never>> => {
  await answer;
  return {};
};

/** The methods of the control interface that a running gateway answers, over its control. */
export const METHODS: Readonly<Record<string, (control: Control, params: Params) => Promise<unknown>>> = {
  start: (c) => c.start(),
  stop: (c) => nothing(c.stop()),
  reset: (c) => c.reset(),
  'clock.now': (c) => now(c.now()),
  'clock.freeze': (c) => now(c.freeze()),
  'clock.thaw': (c) => now(c.thaw()),
  'clock.advance': (c, p) => now(c.advance(forward(p, 'ms'))),
  'clock.set': (c, p) => now(c.setWall(integer(p, 'wall'))),
  'entropy.seed': (c, p) => nothing(c.seed(text(p, 'seed'))),
  'storage.locate': (c) => c.locate(),
  'storage.dump': (c, p) => c.dump(optional(p, 'namespace')),
  'storage.tamper': (c, p) => nothing(c.tamper(p as unknown as Tampering)),
  'keys.disclose': async (c, p) => ({ keys: await c.disclose(text(p, 'namespace'), optional(p, 'subject')) }),
  fault: (c, p) => nothing(c.fault(p as unknown as Fault)),
  'storage.step': (c, p) => c.step(p as unknown as Step),
  'audit.export': (c, p) => c.auditExport(text(p, 'namespace')),
  compute: (c, p) => c.compute(text(p, 'topic'), p['input'] as Json),
  'egress.provoke': (c, p) => nothing(c.provoke(text(p, 'host'), integer(p, 'port'))),
  'canary.plant': (c, p) => nothing(c.plant(text(p, 'text'))),
};
