import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { subjectIndex } from '@eaap/ledger';
import { seededEntropy, systemClock, systemEntropy, type Clock, type Entropy } from '@eaap/protocol';
import { Service, setUp, type ServiceParts } from '@eaap/sdk';
import { initKeyEncryptionKey, loadKeyEncryptionKey, openFileKeyStore, openSqlite } from '@eaap/store';
import type {
  AuditExport,
  Dump,
  Fault,
  Located,
  Started,
  Step,
  Stepped,
  Tampering,
} from '../control/types.ts';
import { HostClock } from './clock.ts';
import { dump } from './dump.ts';
import { Faults } from './faults.ts';
import { exportLog, plant, tamper } from './tamper.ts';

/** How a gateway is hosted. */
export interface HostOptions {
  /** A folder of its own; emptied by `reset`. */
  readonly folder: string;
  /** Where the gateway's output goes, outside the folder. */
  readonly logFile?: string;
  /** Puts an open service where requests reach it; the answer is its address, and how to take it away again. */
  readonly expose: (service: Service) => Promise<{ url: string; close: () => Promise<void> }>;
  readonly clock?: Clock;
  readonly entropy?: Entropy;
  /** Given the parts of a right gateway, those of the one to host. */
  readonly change?: (parts: ServiceParts) => ServiceParts;
  readonly log?: ServiceParts['log'];
  /** Ends the process; without it the gateway can only be left behind, see `crash`. */
  readonly die?: () => void;
  /** Told when the gateway is left behind: from then on nobody hears from it. */
  readonly onCrash?: () => void;
}

interface Running {
  readonly service: Service;
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The reference gateway in a folder, and everything the control interface can do to it. */
export class GatewayHost {
  readonly clock: HostClock;
  readonly #faults = new Faults(() => (this.#options.die ?? (() => this.crash()))());
  readonly #options: HostOptions;
  #entropy: Entropy;
  #running: Running | undefined;
  #hasCrashed = false;

  constructor(options: HostOptions) {
    this.#options = options;
    this.clock = new HostClock(options.clock ?? systemClock());
    this.#entropy = options.entropy ?? systemEntropy();
  }

  get #files(): Record<'database' | 'keys' | 'kek' | 'admin', string> {
    const at = (name: string): string => join(this.#options.folder, name);
    return { database: at('gateway.db'), keys: at('keys.db'), kek: at('kek.key'), admin: at('admin.key') };
  }

  get service(): Service {
    if (this.#running === undefined) throw new Error('The gateway is not running.');
    return this.#running.service;
  }

  async start(): Promise<Started> {
    const { admin } = this.#files;
    if (this.#running === undefined) {
      mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 });
      const service = await this.#open(!existsSync(admin));
      try {
        this.#running = { service, ...(await this.#options.expose(service)) };
      } catch (error) {
        await service.close();
        throw error;
      }
    }
    return { url: this.#running.url, admin_key: readFileSync(admin, 'utf8') };
  }

  async #open(isFirst: boolean): Promise<Service> {
    const { database, keys: keyFile, kek: kekFile, admin } = this.#files;
    const { clock } = this;
    const entropy: Entropy = { bytes: (n) => this.#entropy.bytes(n) };
    const store = await openSqlite({ path: database, fault: this.#faults.storage });
    try {
      const kek = isFirst ? initKeyEncryptionKey(kekFile, entropy) : loadKeyEncryptionKey(kekFile);
      const keys = await openFileKeyStore({ path: keyFile, kek, entropy, clock, mustExist: !isFirst });
      try {
        const right: ServiceParts = {
          store: this.#faults.store(store),
          keys: this.#faults.keys(keys),
          clock,
          entropy,
          detectors: this.#faults.detectors(),
          engine: { digest: this.#faults.engine },
          ...(this.#options.log === undefined ? {} : { log: this.#options.log }),
        };
        const service = await Service.compose(this.#options.change?.(right) ?? right);
        if (isFirst) writeFileSync(admin, (await setUp(service)).system, { mode: 0o600 });
        return service;
      } catch (error) {
        await keys.close();
        throw error;
      }
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    // What waits would wait for ever.
    this.#faults.step({ do: 'none' });
    await running?.close();
  }

  /** The folder as a crash left it. */
  get #left(): string {
    return `${this.#options.folder}.left`;
  }

  /**
   * Ends a gateway of this process as a power cut would: what its files hold at this moment is what the next start
   * finds. Whatever it still does is done to files that nobody reads again.
   */
  crash(): void {
    if (this.#running === undefined || this.#hasCrashed) return;
    this.#hasCrashed = true;
    cpSync(this.#options.folder, this.#left, { recursive: true });
    this.#options.onCrash?.();
  }

  /** `crash`, and puts what it left in place. */
  async kill(): Promise<void> {
    if (this.#running === undefined) throw new Error('The gateway is not running.');
    this.crash();
    this.#calm();
    await this.stop().catch(() => undefined);
    this.#hasCrashed = false;
    rmSync(this.#options.folder, { recursive: true, force: true });
    renameSync(this.#left, this.#options.folder);
  }

  #calm(): void {
    this.#faults.set({ point: 'none' });
    this.#faults.step({ do: 'none' });
  }

  async reset(): Promise<Started> {
    this.#calm();
    await this.stop();
    this.#hasCrashed = false;
    rmSync(this.#left, { recursive: true, force: true });
    this.clock.restore();
    rmSync(this.#options.folder, { recursive: true, force: true });
    return this.start();
  }

  /** Random bytes are the same from here on as after any other call with this seed. */
  seed(seed: string): void {
    this.#entropy = seededEntropy(seed);
  }

  locate(): Located {
    const { store, keys } = this.service.ledger.parts;
    const { logFile } = this.#options;
    return {
      files: store.files(),
      keyFiles: [...keys.files(), this.#files.kek],
      logFiles: logFile === undefined ? [] : [logFile],
    };
  }

  dump(namespace?: string): Promise<Dump> {
    return dump(this.#files.database, this.service.ledger, namespace);
  }

  tamper(tampering: Tampering): void {
    tamper(this.#files.database, tampering);
  }

  async disclose(namespace: string, subject?: string): Promise<{ name: string; key: string }[]> {
    const { keys } = this.service.ledger.parts;
    const { sealer } = this.service.ledger;
    const wanted = subject === undefined ? undefined : await subjectIndex(sealer, namespace, subject);
    const disclosed: { name: string; key: string }[] = [];
    for (const { kid, purpose, name } of await keys.list(namespace)) {
      if (purpose === 'signing' || (wanted !== undefined && (purpose !== 'subject' || name !== wanted)))
        continue;
      const key = await keys.get(namespace, kid);
      if (key !== undefined) disclosed.push({ name: kid, key: Buffer.from(key).toString('base64') });
    }
    return disclosed;
  }

  fault(fault: Fault): void {
    this.#faults.set(fault);
  }

  step(step: Step): Stepped {
    return this.#faults.step(step);
  }

  async auditExport(namespace: string): Promise<AuditExport> {
    const discovery = await this.service.dispatch({ route: 'discovery' });
    const { checkpoint_key } = JSON.parse(discovery.body) as { checkpoint_key: string };
    return { ...exportLog(this.#files.database, namespace), verifier_key: checkpoint_key };
  }

  plant(text: string): void {
    plant(this.#files.database, text);
  }
}
