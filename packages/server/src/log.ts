import type { ServiceLog } from '@eaap/sdk';
import { pino, type Logger } from 'pino';

/** JSON lines on standard error, so that standard output stays for what a command prints. */
export function defaultLogger(): Logger {
  return pino({ name: 'eaap', base: null }, pino.destination({ fd: 2, sync: true }));
}

/** The events of a service as lines of a logger. */
export function serviceLog(logger: Logger): ServiceLog {
  return ({ level, event, ...rest }) => logger[level](rest, event);
}

/** A logger whose JSON lines go to `write`, one call a line. */
export function loggerTo(write: (line: string) => void): Logger {
  return pino({ name: 'eaap', base: null }, { write });
}
