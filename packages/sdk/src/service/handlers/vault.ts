import {
  erase,
  getConflict,
  getFact,
  lockFact,
  resolveConflict,
  retractFact,
  storeFact,
  unlockFact,
} from '@eaap/ledger';
import { search } from '@eaap/meaning';
import type {
  Conflict,
  EraseRequest,
  EraseResponse,
  Fact,
  ReasonRequest,
  ResolveRequest,
  RouteId,
  SearchRequest,
  SearchResponse,
  StoreRequest,
  StoreResponse,
} from '@eaap/protocol';
import type { Call, Handler } from '../types.ts';

/** The version that If-Match names; the route has checked its form. */
export const versionOf = (call: Call): number => Number((call.headers['if-match'] ?? '').slice(1, -1));

/** The id in the path. */
export const idOf = (call: Call): string => call.params['id'] ?? '';

const store: Handler<StoreRequest, StoreResponse> = async ({ ledger }, actor, call) => {
  const { status, body } = await storeFact(ledger, actor, call.body);
  return { status, body };
};

const find: Handler<SearchRequest, SearchResponse> = async ({ ledger }, actor, call) => ({
  body: await search(ledger, actor, call.body),
});

const fact: Handler<never, Fact> = async ({ ledger }, actor, call) => ({
  body: await getFact(ledger, actor, idOf(call)),
});

const changed =
  (change: typeof lockFact): Handler<ReasonRequest, Fact> =>
  async ({ ledger }, actor, call) => ({
    body: await change(ledger, actor, idOf(call), versionOf(call), call.body),
  });

const conflict: Handler<never, Conflict> = async ({ ledger }, actor, call) => ({
  body: await getConflict(ledger, actor, idOf(call)),
});

const resolve: Handler<ResolveRequest, Conflict> = async ({ ledger }, actor, call) => ({
  body: await resolveConflict(ledger, actor, idOf(call), versionOf(call), call.body),
});

const forget: Handler<EraseRequest, EraseResponse> = async ({ ledger }, actor, call) => ({
  body: await erase(ledger, actor, call.body),
});

/** L1 and L2 over the wire. */
export const VAULT = {
  store,
  search: find,
  fact,
  lock: changed(lockFact),
  unlock: changed(unlockFact),
  retract: changed(retractFact),
  conflict,
  resolve,
  erase: forget,
} as const satisfies Partial<Record<RouteId, Handler>>;
