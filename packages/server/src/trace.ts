import { toHex, type Entropy } from '@eaap/protocol';

/** A trace context (W3C Trace Context, level 1). */
export interface Trace {
  readonly id: string;
  readonly traceparent: string;
}

/** The trace a request belongs to; a new one when it names none, or none that can be read. */
export function traceOf(header: string | null, entropy: Entropy): Trace {
  const found = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(header ?? '');
  const [traceparent, id, parent] = found ?? [];
  if (traceparent !== undefined && id !== undefined && !/^0+$/.test(id) && !/^0+$/.test(parent ?? '')) {
    return { id, traceparent };
  }
  const fresh = toHex(entropy.bytes(16));
  return { id: fresh, traceparent: `00-${fresh}-${toHex(entropy.bytes(8))}-01` };
}
