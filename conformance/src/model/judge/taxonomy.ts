/** The floors of RFC-0001 section 8.3: at least so hard to undo, at least so risky. */
export const FLOORS: Readonly<Record<string, { readonly reversibility: string; readonly risk: string }>> =
  Object.fromEntries(
    `compute reversible low
data.read reversible low
data.write recoverable medium
data.delete irreversible high
data.schema irreversible high
money.move irreversible high
message.draft reversible low
message.send irreversible medium
network.call recoverable medium
file.read reversible low
file.write recoverable medium
file.delete irreversible high
repo.read reversible low
repo.write recoverable medium
repo.propose reversible medium
repo.merge recoverable high
repo.discard irreversible high
tests.run reversible medium
artifact.build reversible medium
system.read reversible low
system.change irreversible high
deploy recoverable high
access.grant recoverable critical
access.revoke recoverable high
secret.read irreversible critical
code.execute irreversible critical
unknown irreversible critical`
      .split('\n')
      .map((line) => {
        const [effect = '', reversibility = '', risk = ''] = line.split(' ');
        return [effect, { reversibility, risk }];
      }),
  );

/** The floor of an effect; nobody knows less than of `unknown`. */
export const floorOf = (effect: string): { readonly reversibility: string; readonly risk: string } =>
  FLOORS[effect] ?? { reversibility: 'irreversible', risk: 'critical' };
