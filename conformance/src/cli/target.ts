import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AdapterControl } from '../control/adapter.ts';
import { AdapterFault, ControlRefused } from '../control/fault.ts';
import { noControl } from '../control/none.ts';
import type { Control, Hello } from '../control/types.ts';
import { ANSWER_MS, HttpSut } from '../sut/http.ts';
import { SutUnreachable } from '../sut/types.ts';
import { EXIT, Stop } from './exit.ts';

/** How the gateway to be judged is named. */
export interface TargetOptions {
  readonly url?: string;
  readonly key?: string;
  readonly credentials?: string;
  readonly adapter?: string;
  /** Seconds until an answer, of the gateway or of the adapter, is overdue. */
  readonly timeout?: number;
}

/** The gateway to be judged, up and known to be one. */
export interface Target {
  readonly sut: HttpSut;
  readonly control: Control;
  readonly mode: 'adapter' | 'url';
  readonly discovery: unknown;
  /** How many times its time a check has: as many as an answer has. */
  readonly slack: number;
  systemKey(): string;
  close(): Promise<void>;
}

const DEFAULT_CREDENTIALS = '.eaap/credentials.json';

/** The adapter of the reference gateway, run as this program is: from sources or from what was built of them. */
export function referenceAdapter(): string {
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const isSource = import.meta.url.endsWith('.ts');
  const main = fileURLToPath(new URL(`../adapter/main.${isSource ? 'ts' : 'js'}`, import.meta.url));
  const flags = isSource ? ['--conditions=eaap-source', '--import', import.meta.resolve('tsx')] : [];
  return [process.execPath, ...flags, main].map(quote).join(' ');
}

/** @throws Stop */
export async function openTarget(options: TargetOptions): Promise<Target> {
  if (options.url !== undefined && options.adapter !== undefined)
    throw new Stop(EXIT.usage, 'Give --url or --adapter, not both: an adapter says where its gateway is.');
  return options.url === undefined
    ? openAdapter(options.adapter ?? referenceAdapter(), options)
    : openUrl(options.url, options);
}

async function openAdapter(command: string, { timeout }: TargetOptions): Promise<Target> {
  const limits = timeout === undefined ? {} : { timeoutMs: timeout * 1000 };
  const sut = new HttpSut('http://127.0.0.1:1', limits.timeoutMs ?? ANSWER_MS);
  let key = '';
  let control: AdapterControl | undefined;
  try {
    control = await AdapterControl.open(
      command,
      (started) => {
        sut.follow(started.url);
        key = started.admin_key;
      },
      limits,
      () => isGateway(sut),
    );
    const opened = control;
    await opened.start();
    const discovery = await discover(sut);
    const lie = lieOf(opened.hello, discovery);
    if (lie !== undefined) throw new Stop(EXIT.notStarted, `The adapter says ${lie}.`);
    return {
      sut,
      control: opened,
      mode: 'adapter',
      discovery,
      slack: slackOf(timeout),
      systemKey: () => key,
      close: async () => {
        sut.close();
        await opened.close();
      },
    };
  } catch (error) {
    sut.close();
    await control?.close();
    if (error instanceof AdapterFault || error instanceof ControlRefused)
      throw new Stop(EXIT.notStarted, error.message);
    throw error;
  }
}

async function openUrl(url: string, options: TargetOptions): Promise<Target> {
  let sut: HttpSut;
  if (/[?#]/.test(url))
    throw new Stop(EXIT.usage, `${url} has a query or a fragment. Give the address that paths are added to.`);
  try {
    sut = new HttpSut(url, options.timeout === undefined ? ANSWER_MS : options.timeout * 1000);
  } catch {
    throw new Stop(EXIT.usage, `${url} is no http or https address.`);
  }
  try {
    const discovery = await discover(sut);
    const key = systemKeyOf(options);
    const answer = await sut.request({ method: 'GET', path: '/v2/control', key });
    if (answer.status !== 200)
      throw new Stop(
        EXIT.usage,
        `The key given is not accepted (${answer.status} ${answer.problem ?? ''}). It must be that of an admin of the namespace system.`,
      );
    const control = noControl();
    return {
      sut,
      control,
      mode: 'url',
      discovery,
      slack: slackOf(options.timeout),
      systemKey: () => key,
      close: async () => sut.close(),
    };
  } catch (error) {
    sut.close();
    throw error;
  }
}

/** Whether it answers as a gateway; what stands before one may answer without it. */
async function isGateway(sut: HttpSut): Promise<boolean> {
  try {
    const { json } = await sut.request({ method: 'GET', path: '/.well-known/eaap' });
    return (json as { protocol?: unknown } | undefined)?.protocol === 'eaap';
  } catch (error) {
    if (error instanceof SutUnreachable) return false;
    throw error;
  }
}

/** One diagnosis, not hundreds: whether there is an EAAP gateway at all. */
async function discover(sut: HttpSut): Promise<unknown> {
  const answer = await sut.request({ method: 'GET', path: '/.well-known/eaap' }).catch((error: unknown) => {
    if (error instanceof SutUnreachable) throw new Stop(EXIT.notStarted, error.message);
    throw error;
  });
  const { protocol, version } = (answer.json ?? {}) as { protocol?: unknown; version?: unknown };
  const location = answer.headers['location'];
  if (answer.status >= 300 && answer.status < 400)
    throw new Stop(
      EXIT.notStarted,
      `${sut.url} redirects to ${location?.slice(0, 200) ?? 'nowhere'}. Give the address itself.`,
    );
  const coding = answer.headers['content-encoding'] ?? 'identity';
  if (coding.toLowerCase() !== 'identity')
    throw new Stop(
      EXIT.notStarted,
      `${sut.url} answers in the content coding ${coding.slice(0, 40)}, and identity alone was asked for.`,
    );
  if (answer.status !== 200 || protocol !== 'eaap') {
    const type = answer.headers['content-type'] ?? 'no content type';
    throw new Stop(
      EXIT.notStarted,
      `${sut.url} is no EAAP gateway: /.well-known/eaap answered ${answer.status}, ${type.slice(0, 100)}.`,
    );
  }
  if (typeof version !== 'string' || !/^2\./.test(version))
    throw new Stop(
      EXIT.notStarted,
      `${sut.url} speaks version ${typeof version === 'string' ? version.slice(0, 40) : 'of no name'}; this suite is for 2.x.`,
    );
  return answer.json;
}

const slackOf = (seconds = 0): number => Math.max(1, (seconds * 1000) / ANSWER_MS);

/** What an adapter says of its gateway that the gateway does not say of itself. */
function lieOf({ profile, capabilities = [] }: Hello, discovery: unknown): string | undefined {
  const said = discovery as { profile?: unknown; capabilities?: unknown };
  if (profile !== undefined && said.profile !== profile)
    return `that the profile is ${profile}; the discovery document says ${JSON.stringify(said.profile ?? null).slice(0, 60)}`;
  const named: readonly unknown[] = Array.isArray(said.capabilities) ? said.capabilities : [];
  const lacking = capabilities.filter((one) => !named.includes(one));
  return lacking.length === 0
    ? undefined
    : `that there is the capability ${lacking.join(', ').slice(0, 200)}; the discovery document does not name it`;
}

function systemKeyOf({ key, credentials }: TargetOptions): string {
  const given = key ?? process.env['EAAP_SYSTEM_KEY'];
  if (given !== undefined && credentials === undefined) return given;
  const path = credentials ?? DEFAULT_CREDENTIALS;
  if (!existsSync(path))
    throw new Stop(
      EXIT.usage,
      `A key of an admin of the namespace system is needed. Give --credentials FILE, --key KEY or EAAP_SYSTEM_KEY; ${path} is not there.`,
    );
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as { system?: unknown } | null;
    if (typeof read?.system === 'string') return read.system;
  } catch {
    // Said below.
  }
  throw new Stop(EXIT.usage, `${path} is no credentials file: it has no text "system".`);
}
