import { CALLERS } from './callers.ts';
import { Inconclusive } from '../outcome.ts';
import type { Answer, Caller, Send } from '../../checks/types.ts';
import type { Sut, SutAnswer } from '../../sut/types.ts';

/** The same answer, its body named as what the caller takes it to be. */
export const typed = <T>(answer: SutAnswer): Answer<T> => ({ ...answer, body: answer.json as T });

/** What is said of an answer that should have been another. */
export const told = (answer: SutAnswer): string =>
  `${answer.status}${answer.problem === undefined ? '' : ` ${answer.problem}`}: ${answer.text.slice(0, 300)}`;

/** The keys of a namespace, each made when it is first asked for. */
export class Session {
  readonly namespace: string;
  readonly #sut: Sut;
  readonly #keys = new Map<Caller, Promise<string>>();

  constructor(sut: Sut, namespace: string, adminKey: string) {
    this.#sut = sut;
    this.namespace = namespace;
    this.#keys.set('admin', Promise.resolve(adminKey));
  }

  key(caller: Caller): Promise<string> {
    const made = this.#keys.get(caller) ?? this.#make(caller as Exclude<Caller, 'admin'>);
    this.#keys.set(caller, made);
    return made;
  }

  async #make(caller: Exclude<Caller, 'admin'>): Promise<string> {
    const answer = await this.send<{ key?: unknown }>('admin', 'POST', '/v2/keys', { body: CALLERS[caller] });
    if (answer.status !== 201 || typeof answer.body?.key !== 'string')
      throw new Inconclusive(`A key for ${caller} could not be made: ${told(answer)}`);
    return answer.body.key;
  }

  async send<T>(as: Caller, method: string, path: string, { body, headers }: Send = {}): Promise<Answer<T>> {
    const answer = await this.#sut.request({
      method,
      path,
      key: await this.key(as),
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
    return typed<T>(answer);
  }
}
