import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock, seededEntropy, type ManualClock } from '@eaap/protocol';
import {
  Gateway,
  readCredentials,
  Service,
  type Credentials,
  type FolderOptions,
  type ServiceEvent,
} from '@eaap/sdk';

/** A folder of its own that is gone after the test. */
export interface Folder {
  readonly path: string;
  [Symbol.dispose](): void;
}

export function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'eaap-sdk-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export const START = Date.parse('2026-01-31T09:30:00.000Z');

/** A gateway with a clock that stands and keys for everything. */
export interface World extends AsyncDisposable {
  readonly path: string;
  readonly clock: ManualClock;
  readonly service: Service;
  readonly gateway: Gateway;
  readonly credentials: Credentials;
  readonly events: ServiceEvent[];
}

export async function world(options: Omit<FolderOptions, 'path' | 'clock'> = {}): Promise<World> {
  const { path, [Symbol.dispose]: remove } = folder();
  const clock = manualClock(START);
  const events: ServiceEvent[] = [];
  const service = await Service.open({
    entropy: seededEntropy('sdk'),
    log: (event) => events.push(event),
    ...options,
    path,
    clock,
  });
  const credentials = readCredentials(path);
  if (credentials === undefined) throw new Error('no credentials');
  return {
    path,
    clock,
    service,
    events,
    credentials,
    gateway: Gateway.over(service, { keys: credentials.keys }),
    [Symbol.asyncDispose]: async () => {
      await service.close();
      remove();
    },
  };
}

/** The facts a refund relies on. */
export async function recordCustomer(gateway: Gateway, at = '2026-01-31T09:00:00.000Z'): Promise<void> {
  const source = { kind: 'system', id: 'crm', observed_at: at } as const;
  await gateway.store({ subject: 'customer:42', attribute: 'account', value: 'acct_7', source });
  await gateway.store({
    subject: 'customer:42',
    attribute: 'refund.limit',
    value: { amount: '5000', currency: 'EUR' },
    source,
  });
}

export const REFUND = {
  customer: 'customer:42',
  account: 'acct_7',
  amount: { amount: '1250', currency: 'EUR' },
};
