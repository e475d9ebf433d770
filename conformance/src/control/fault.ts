/** What can be wrong with an adapter. */
export type AdapterFaultKind =
  'does-not-start' | 'hangs' | 'dies' | 'garbage' | 'floods' | 'lies' | 'version' | 'malformed';

/** The adapter, not the gateway, is at fault. Nothing it would have shown can be said. */
export class AdapterFault extends Error {
  override readonly name = 'AdapterFault';
  readonly kind: AdapterFaultKind;
  constructor(kind: AdapterFaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The adapter answered a request with an error of its own: the hook is there and did not work this time. */
export class ControlRefused extends Error {
  override readonly name = 'ControlRefused';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
