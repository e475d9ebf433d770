import type { Logger } from 'pino';

/** The signals that ask a process to end. */
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** The first signal drains and closes; the second ends the process at once, with the status a shell gives it. */
export function handleSignals(close: () => Promise<void>, logger: Logger): void {
  let asked = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
    asked = true;
    logger.info({ signal }, 'draining');
    close().then(
      () => {
        for (const name of SIGNALS) process.off(name, onSignal);
      },
      () => process.exit(1),
    );
  };
  for (const name of SIGNALS) process.on(name, onSignal);
}
