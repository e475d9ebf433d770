import type { Computed, Control } from '../control/types.ts';

type Compute = Control['compute'];

/** The same value, which nobody can change any more: it is handed to every gateway of this process. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/**
 * What computes vectors, each input once: what it answers depends on topic and input alone. A vector is asked for again
 * by every requirement it bears on, and by every broken gateway that does not answer it in a way of its own.
 */
export function remembered(compute: Compute): Compute {
  const known = new WeakMap<object, Map<string, Promise<Computed>>>();
  return (topic, input) => {
    if (typeof input !== 'object' || input === null) return compute(topic, input);
    // Frozen, an object is the same input whenever it is seen again.
    const topics = known.get(frozen(input)) ?? new Map<string, Promise<Computed>>();
    known.set(input, topics);
    const before = topics.get(topic);
    if (before !== undefined) return before;
    const answer = compute(topic, input).then(frozen);
    topics.set(topic, answer);
    return answer;
  };
}
