import type { Policy } from '../judge/documents.ts';
import type { Json, JsonObject } from '../json.ts';
import type { KeptConflict, KeptFact } from '../snapshot.ts';
import type { Entry as TrustEntry } from '../facts/trust.ts';
import { Holders } from './holders.ts';
import { KeptPlace } from './place.ts';
import { Tokens } from './tokens.ts';
import type { Asker, Entry, Oracle } from './types.ts';

/** A document that an admin has put in force. */
export interface InForce<T> {
  readonly digest: string;
  readonly version: number;
  readonly document: T;
}

/** A policy, as far as a gateway reads it. */
export interface PolicyDocument extends Policy {
  readonly name: string;
  readonly limits: readonly (Policy['limits'][number] & {
    readonly kind: 'quota' | 'rate' | 'loop';
    readonly scope: 'principal' | 'session' | 'namespace';
    readonly window_ms: number;
  })[];
  readonly selects: readonly never[];
  readonly ttl_ms: number;
  readonly window_ms: number;
  readonly outcome_ms: number;
  readonly escalation: { readonly target: string; readonly ttl_ms: number };
}

/** A trust table. */
export interface TrustDocument {
  readonly version: string;
  readonly sources: readonly TrustEntry[];
  readonly many: readonly string[];
}

/** An evaluation, and what has become of it. */
export interface Decision {
  readonly id: string;
  readonly token: string | null;
  /** As it was answered. */
  readonly answer: JsonObject;
  readonly action: JsonObject;
  /** As it was sent. */
  readonly sent: Json;
  readonly state: Json;
  readonly principal: string;
  readonly executor: string;
  readonly created_at: number;
  readonly expires_at: number;
  status: 'open' | 'closed' | 'committed' | 'executed' | 'failed' | 'unknown' | 'erased';
  committed_at: number | null;
  reported_by: 'executor' | 'gateway' | null;
  receipt: Json;
}

/** An escalation. */
export interface Case {
  readonly id: string;
  readonly evaluation: string;
  readonly target: string;
  readonly proposer: string;
  readonly owner: string;
  readonly action_key: string;
  readonly reasons_digest: string;
  readonly action: JsonObject;
  readonly reasons: readonly JsonObject[];
  readonly opened_at: number;
  readonly expires_at: number;
  challenge: string;
  status: 'pending' | 'approved' | 'denied' | 'expired' | 'consumed' | 'erased';
  version: number;
  commitment: string;
  decided_at: number | null;
  decided_by: string | null;
}

/** Something that is halted. */
export interface Halt {
  readonly scope: string;
  readonly name: string;
  readonly reason: string;
  readonly principal: string;
  readonly since: number;
}

/** What was used of a limit. */
export interface Used {
  readonly key: string;
  readonly evaluation: string;
  readonly amount: number;
  readonly at: number;
}

/** Everything a namespace is, as one who reads the RFCs keeps it. */
export class World {
  readonly namespace: string;
  readonly verifierKey: string;
  readonly tokens = new Tokens();
  readonly holders = new Holders();
  readonly facts: KeptFact[] = [];
  readonly conflicts: KeptConflict[] = [];
  readonly places = new Map<string, KeptPlace>();
  readonly erased = new Set<string>();
  readonly decisions: Decision[] = [];
  readonly cases: Case[] = [];
  readonly halts: Halt[] = [];
  readonly uses: Used[] = [];
  readonly idempotency = new Map<string, { request: string; evaluation: string }>();
  readonly refusals = new Map<string, number>();
  readonly engines = new Map<string, string>();
  readonly manifests = new Map<string, InForce<JsonObject>>();
  policy: InForce<PolicyDocument>;
  trust: InForce<TrustDocument>;

  // Of the request that is being answered.
  oracle: Oracle = { id: () => '', commitment: () => '', answered: () => undefined };
  asker: Asker = { namespace: '', principal: '', owner: '', roles: [], sources: [] };
  now = 0;
  /** The time of the newest record, before which no time of the gateway is. */
  newest = 0;
  seq = 0;
  entries: Entry[] = [];

  constructor(
    namespace: string,
    verifierKey: string,
    inForce: {
      readonly policy: InForce<PolicyDocument>;
      readonly trust: InForce<TrustDocument>;
      readonly manifests: readonly InForce<JsonObject>[];
    },
  ) {
    this.namespace = namespace;
    this.verifierKey = verifierKey;
    this.policy = inForce.policy;
    this.trust = inForce.trust;
    for (const manifest of inForce.manifests) this.manifests.set(String(manifest.document['tool']), manifest);
  }

  append(entry: Partial<Entry> & Pick<Entry, 'type'>): Entry {
    const made: Entry = {
      ...{ object: null, evaluation: null, verdict: null, reason: null, policy: null, engine: null },
      ...{ state_hash: null, commitment: null, principal: this.asker.principal },
      ...entry,
      seq: this.seq,
      ts: this.now,
    };
    this.seq += 1;
    this.newest = this.now;
    this.entries.push(made);
    return made;
  }

  place(subject: string, attribute: string): KeptPlace {
    const key = JSON.stringify([subject, attribute]);
    const place = this.places.get(key) ?? new KeptPlace(this, subject, attribute);
    this.places.set(key, place);
    place.many = this.trust.document.many.includes(attribute);
    place.now = this.now;
    return place;
  }

  newestFact(id: string): KeptFact | undefined {
    return this.facts.findLast((fact) => fact.id === id);
  }
  newestConflict(id: string): KeptConflict | undefined {
    return this.conflicts.findLast((conflict) => conflict.id === id);
  }
}
