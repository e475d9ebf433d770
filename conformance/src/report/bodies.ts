import { digest, type Digest } from '../model/digest.ts';

/** A text of a report: whole, or its beginning with the length and the digest (EAAP-VALUE-v1) of the whole. */
export type Body = string | { readonly cut: string; readonly length: number; readonly digest: Digest };

/** Texts that are told once and referred to by number. */
export class Bodies {
  readonly list: Body[] = [];
  readonly #numbers = new Map<string, number>();
  #cut = 0;

  /** Characters that are left out. */
  get left(): { bodies_cut: number; characters: number } {
    const lengths = this.list.map((body) => (typeof body === 'string' ? 0 : body.length - body.cut.length));
    return { bodies_cut: this.#cut, characters: lengths.reduce((sum, one) => sum + one, 0) };
  }

  /** The number of a text, of which no more than `most` characters are kept. */
  add(text: string, most: number): number {
    const isWhole = text.length <= most;
    const name = `${isWhole ? '' : most} ${text}`;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (!isWhole) this.#cut += 1;
    const number = this.list.push(isWhole ? text : cutAt(text, most)) - 1;
    this.#numbers.set(name, number);
    return number;
  }
}

function cutAt(text: string, most: number): Body {
  // Not between the halves of a pair.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
  return { cut: text.slice(0, end), length: text.length, digest: digest('EAAP-VALUE-v1', text) };
}

/** What is kept of a text. */
export const keptOf = (body: Body): string =>
  typeof body === 'string' ? body : `${body.cut}… (${body.length} characters, ${body.digest})`;
