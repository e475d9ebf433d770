import type { FaultPoint, Store, Tx } from '@eaap/store';
import type { Step, Stepped } from '../control/types.ts';

/** The same object with some methods replaced; what is private to it stays its own. */
function over<T extends object>(target: T, replaced: Partial<T>): T {
  return new Proxy(target, {
    get(of, name) {
      if (Object.hasOwn(replaced, name)) return Reflect.get(replaced, name) as unknown;
      const value: unknown = Reflect.get(of, name, of);
      return typeof value === 'function' ? (value.bind(of) as unknown) : value;
    },
  });
}

/** Counts the writes of a storage, and at one of them lets it fail, ends the gateway, or makes it wait. */
export class Steps {
  readonly #die: () => void;
  #step: Step = { do: 'none' };
  #writes = 0;
  #reached = false;
  /** Whether the transaction that is open has written: a flush of nothing is none. */
  #hasWritten = false;
  #release: () => void = () => undefined;

  constructor(die: () => void) {
    this.#die = die;
  }

  set(step: Step): Stepped {
    const before = { writes: this.#writes, reached: this.#reached };
    if (step.do === 'look') return before;
    this.#release();
    this.#release = () => undefined;
    this.#step = step;
    this.#writes = 0;
    this.#reached = false;
    return before;
  }

  #isNext(what: Step['do']): boolean {
    return this.#step.do === what && !this.#reached && this.#writes + 1 === (this.#step.at ?? 1);
  }

  /** Called by the engine before each of its steps. */
  at(point: FaultPoint): void {
    if (point === 'read') return;
    if (point === 'begin') {
      this.#hasWritten = false;
      return;
    }
    if (point === 'commit' && !this.#hasWritten) return;
    this.#hasWritten = true;
    const [fails, dies] = [this.#isNext('fail'), this.#isNext('kill')];
    this.#reached ||= fails || dies;
    this.#writes += 1;
    if (dies) this.#die();
    if (fails || dies) throw new Error('provoked by the control interface');
  }

  async #pass(): Promise<void> {
    if (!this.#isNext('hold')) return;
    this.#reached = true;
    await new Promise<void>((resolve) => {
      this.#release = resolve;
    });
  }

  #held(tx: Tx): Tx {
    return over(tx, {
      insert: async (...row) => {
        await this.#pass();
        return tx.insert(...row);
      },
      update: async (...change) => {
        await this.#pass();
        return tx.update(...change);
      },
      delete: async (...where) => {
        await this.#pass();
        return tx.delete(...where);
      },
    });
  }

  /** A store whose transactions wait before the write that is to be held. */
  store(store: Store): Store {
    return over(store, {
      transaction: (namespace, work) => store.transaction(namespace, (tx) => work(this.#held(tx))),
    });
  }
}
