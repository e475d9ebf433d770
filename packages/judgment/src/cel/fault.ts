/** Why a condition does not load, in the words of RFC-0007 section 6.1. */
export type CelFaultCode =
  'size' | 'depth' | 'syntax' | 'name' | 'function' | 'type' | 'pattern' | 'estimate';

/** Why an expression is not EAAP-CEL. Caught by who loads the policy, never seen outside. */
export class CelFault extends Error {
  readonly code: CelFaultCode;

  constructor(code: CelFaultCode, message: string) {
    super(message);
    this.name = 'CelFault';
    this.code = code;
  }
}
