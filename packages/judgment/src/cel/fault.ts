/** Why an expression is not EAAP-CEL. Caught by who loads the policy, never seen outside. */
export class CelFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CelFault';
  }
}
