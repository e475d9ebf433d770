import { isDeepStrictEqual } from 'node:util';
import type { EngineParts } from '@eaap/admissibility';
import type { HandlerContext, ServiceParts } from '@eaap/sdk';
import type { RouteId } from '@eaap/protocol';
import type { Check } from '../checks/types.ts';
import type { Hook } from '../control/types.ts';
import type { Mutant } from './types.ts';
import {
  isKept,
  wireRequestOf,
  wireResponseOf,
  type Handled,
  type Trace,
  type WireResponse,
} from './witness.ts';

// Whether a broken gateway can be told from the right one by a check, found out without running the check: everything
// the right gateway was asked in it is put to what is broken, and whatever is not answered alike, word by word, or looks
// further than its question, is a difference. A check sees the gateway through these answers alone, and asks the same
// as long as it is answered the same; so it ends on a gateway without a difference as it did on the right one.

/** Longer than this nobody thinks about an answer that is on record. */
const PATIENCE_MS = 500;

/**
 * What a check sees that need not show in any answer: connections. Files, log and keys are what the right parts make of
 * what they are asked, and to them nothing here is broken.
 */
const BESIDE_ANSWERS: ReadonlySet<Hook> = new Set<Hook>(['egress.provoke']);

/** What can be different in the parts of a gateway for its answers to be compared part by part. */
const SEAMS: ReadonlySet<string> = new Set(['handlers', 'engine', 'checkResponses']);

/** The parts of a gateway before and after it was broken. */
export interface Broken {
  readonly right: ServiceParts;
  readonly broken: ServiceParts;
}

/**
 * Whether `check` ends on the mutant as on the right gateway, by what the right gateway was asked in it. What is
 * declared has to be shown all the same.
 */
export async function isSame(
  mutant: Mutant,
  parts: Broken | undefined,
  check: Check,
  trace: Trace,
): Promise<boolean> {
  if (mutant.control !== undefined || check.needs.includes('compute') || !trace.whole) return false;
  const seesAnswersOnly = !check.needs.some((hook) => BESIDE_ANSWERS.has(hook));
  try {
    if (mutant.change !== undefined && !(await isChangeSame(mutant.change, parts, seesAnswersOnly, trace)))
      return false;
    return (
      mutant.fetch === undefined || (seesAnswersOnly && (await within(isFetchSame(mutant.fetch, trace))))
    );
  } catch {
    return false;
  }
}

async function isChangeSame(
  change: NonNullable<Mutant['change']>,
  parts: Broken | undefined,
  seesAnswersOnly: boolean,
  trace: Trace,
): Promise<boolean> {
  if (parts === undefined || !isBrokenAtSeams(parts)) return false;
  const asked = routesOf(parts).filter((route) => trace.routes.has(route));
  const judge = judgeOf(parts);
  if (asked.length === 0 && (judge === undefined || trace.judged.length === 0)) return true;
  if (!seesAnswersOnly || !asked.every(isKept)) return false;

  const touched = { is: false };
  const trap = trapFor(touched);
  const { right } = parts;
  // A fresh one: what it remembers is to come from this check.
  const fresh = change({ ...right, store: trap, keys: trap, clock: trap, entropy: trap } as ServiceParts);
  const judging = judgeOf({ right, broken: fresh });
  if (judging !== undefined)
    for (const { input, judgment } of trace.judged)
      if (!isDeepStrictEqual(judging(input), judgment)) return false;
  return (await within(areHandlersSame(fresh, asked, trace, trap as HandlerContext))) && !touched.is;
}

/** Whether nothing is different but handlers and the judge. */
function isBrokenAtSeams({ right, broken }: Broken): boolean {
  const names = new Set([...Object.keys(right), ...Object.keys(broken)]) as Set<keyof ServiceParts>;
  const others = [...names].filter((name) => right[name] !== broken[name] && !SEAMS.has(name));
  const inEngine = Object.entries(broken.engine ?? {}).filter(
    ([name, part]) => name !== 'judge' && part !== right.engine?.[name as keyof typeof right.engine],
  );
  return others.length === 0 && inEngine.length === 0;
}

/** The judge, if it is another one. */
const judgeOf = ({ right, broken }: Broken): EngineParts['judge'] | undefined =>
  broken.engine?.judge === right.engine?.judge ? undefined : broken.engine?.judge;

const routesOf = ({ broken }: Broken): RouteId[] => Object.keys(broken.handlers ?? {}) as RouteId[];

async function areHandlersSame(
  { handlers }: ServiceParts,
  routes: readonly RouteId[],
  { handled }: Trace,
  context: HandlerContext,
): Promise<boolean> {
  let present: Handled | undefined;
  let answered = 0;
  const broken = new Map(
    routes.map((route) => [
      route,
      handlers?.[route]?.(async (given, actor, call) => {
        const { ended } = present as Handled;
        answered += 1;
        const isAsIs =
          given === context &&
          isDeepStrictEqual({ actor, call }, { actor: present?.actor, call: present?.call });
        if (!isAsIs || answered > 1 || ended === undefined) throw new Error('It was asked something else.');
        if ('thrown' in ended) throw ended.thrown;
        return ended.answer;
      }),
    ]),
  );
  for (present of handled) {
    const handler = broken.get(present.route);
    if (handler === undefined) continue;
    answered = 0;
    let ended: Handled['ended'];
    try {
      ended = { answer: await handler(context, present.actor, present.call as never) };
    } catch (thrown) {
      ended = { thrown };
    }
    const isAlike =
      'thrown' in ended
        ? 'thrown' in present.ended && ended.thrown === present.ended.thrown
        : 'answer' in present.ended && isDeepStrictEqual(ended.answer, present.ended.answer);
    if (answered !== 1 || !isAlike) return false;
  }
  return true;
}

async function isFetchSame(make: NonNullable<Mutant['fetch']>, { exchanged }: Trace): Promise<boolean> {
  let present: (typeof exchanged)[number] | undefined;
  let answered = 0;
  const broken = make(async (request) => {
    answered += 1;
    if (answered > 1 || !isDeepStrictEqual(await wireRequestOf(request), present?.request))
      throw new Error('It was asked something else.');
    return responseOf(present?.response as WireResponse);
  });
  for (present of exchanged) {
    const { method, url, headers, body } = present.request;
    answered = 0;
    const request = new Request(url, {
      method,
      headers: headers as [string, string][],
      ...(body === null ? {} : { body: Buffer.from(body, 'latin1') }),
    });
    const response = await wireResponseOf(await broken(request));
    if (answered !== 1 || !isDeepStrictEqual(response, present.response)) return false;
  }
  return true;
}

function responseOf({ status, headers, body }: WireResponse): Response {
  const hasNoBody = [101, 204, 205, 304].includes(status);
  return new Response(hasNoBody ? null : Buffer.from(body, 'latin1'), {
    status,
    headers: headers as [string, string][],
  });
}

/** What cannot be looked at without it being noticed. */
function trapFor(touched: { is: boolean }): object {
  const seen = (): never => {
    touched.is = true;
    throw new Error('It looks further than its question.');
  };
  return new Proxy(
    {},
    { get: seen, has: seen, ownKeys: seen, getOwnPropertyDescriptor: seen, set: seen, defineProperty: seen },
  );
}

async function within(work: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
