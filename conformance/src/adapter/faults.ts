import { engineDigest } from '@eaap/admissibility';
import { DETECTORS, type Detector } from '@eaap/ledger';
import { digest, EaapError } from '@eaap/protocol';
import type { FaultInjector, KeyStore, Store } from '@eaap/store';
import type { Fault, Step, Stepped } from '../control/types.ts';
import { Steps } from './steps.ts';

/** The faults that can be provoked in a gateway; at most one is on, and one step beside it. */
export class Faults {
  readonly #steps: Steps;
  #on: Fault = { point: 'none' };
  #left = Number.POSITIVE_INFINITY;

  /** @param die - Ends the gateway as a power cut would. */
  constructor(die: () => void) {
    this.#steps = new Steps(die);
  }

  set(fault: Fault): void {
    this.#on = fault;
    this.#left = fault.count ?? Number.POSITIVE_INFINITY;
  }

  step(step: Step): Stepped {
    return this.#steps.set(step);
  }

  #hits(point: Fault['point']): boolean {
    if (this.#on.point !== point || this.#left <= 0) return false;
    this.#left -= 1;
    return true;
  }

  /** For the storage engine. */
  readonly storage: FaultInjector = (point, table) => {
    const hit =
      (point === 'insert' && table === 'log' && this.#hits('log')) ||
      ((point === 'insert' || point === 'update') && this.#hits('storage')) ||
      (point === 'commit' && this.#hits('flush'));
    if (hit) throw new Error('provoked by the control interface');
    this.#steps.at(point);
  };

  /** The digest of what decides: that of another version when told so. */
  readonly engine: typeof engineDigest = async (view) => {
    const right = await engineDigest(view);
    return this.#on.point === 'engine' ? digest('EAAP-VALUE-v1', ['another version', right]) : right;
  };

  /** A store whose writes can be held up. */
  store(store: Store): Store {
    return this.#steps.store(store);
  }

  /** Every detector, failing when told to. */
  detectors(): Detector[] {
    return DETECTORS.map((detector) => ({
      type: detector.type,
      find: (text, context) => {
        if (this.#hits('detector')) throw new Error('provoked by the control interface');
        return detector.find(text, context);
      },
    }));
  }

  /** A key store that fails when told to. */
  keys(store: KeyStore): KeyStore {
    const guard = (): void => {
      if (this.#hits('key-store'))
        throw new EaapError('key-store-unavailable', 'The key store does not answer (provoked).');
    };
    return {
      async ensure(...place) {
        guard();
        return store.ensure(...place);
      },
      async find(...place) {
        guard();
        return store.find(...place);
      },
      async get(...place) {
        guard();
        return store.get(...place);
      },
      destroy: async (...place) => {
        guard();
        if (this.#hits('erasure'))
          throw new EaapError('key-store-unavailable', 'Keys cannot be destroyed now (provoked).');
        return store.destroy(...place);
      },
      async list(namespace) {
        guard();
        return store.list(namespace);
      },
      files: () => store.files(),
      close: () => store.close(),
    };
  }
}
