import type { DocumentName, Fault } from '../playground/documents.ts';
import { h } from './dom.ts';

const TOKEN = /("(?:[^"\\\n]|\\.)*"?)(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function coloured(line: string): string {
  let html = '';
  let end = 0;
  for (const match of line.matchAll(TOKEN)) {
    const [whole, string, colon, number] = match;
    html += escape(line.slice(end, match.index));
    const kind =
      string === undefined
        ? number === undefined
          ? 'word'
          : 'number'
        : colon === undefined
          ? 'string'
          : 'name';
    html += `<span class="j-${kind}">${escape(string ?? whole)}</span>${colon ?? ''}`;
    end = match.index + whole.length;
  }
  return html + escape(line.slice(end));
}

/** A text area for JSON with colours, line numbers, and the faults of its text beneath it. */
export class Editor {
  readonly element: HTMLElement;
  readonly area: HTMLTextAreaElement;
  readonly #backdrop = h('pre', { 'aria-hidden': 'true', class: 'pg-backdrop' });
  readonly #scroller: HTMLElement;
  readonly #faults: HTMLElement;

  constructor(name: DocumentName, title: string, about: string, onInput: () => void) {
    const faultsId = `pg-faults-${name}`;
    this.area = h('textarea', {
      id: `pg-text-${name}`,
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      wrap: 'off',
      'aria-label': `${title}, as JSON`,
      'aria-describedby': `pg-about-${name} ${faultsId}`,
    });
    this.area.setAttribute('autocorrect', 'off');
    this.#scroller = h(
      'div',
      { class: 'pg-editor' },
      h('div', { class: 'pg-sheet' }, this.#backdrop, this.area),
    );
    this.#faults = h('ul', { id: faultsId, class: 'pg-faults', role: 'alert' });
    this.element = h(
      'div',
      {},
      h('p', { class: 'pg-hint', id: `pg-about-${name}` }, about),
      this.#scroller,
      this.#faults,
    );
    this.area.addEventListener('input', () => {
      this.#paint([]);
      onInput();
    });
  }

  get text(): string {
    return this.area.value;
  }

  set text(text: string) {
    this.area.value = text;
    this.#paint([]);
    this.#scroller.scrollTo(0, 0);
  }

  /** Shows what is wrong, and where. */
  show(faults: readonly Fault[]): void {
    this.#paint(faults.map(({ line }) => line));
    this.area.setAttribute('aria-invalid', String(faults.length > 0));
    const items = faults.map(({ line, column, message }) =>
      h(
        'li',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'pg-place',
            onclick: () => {
              this.goTo(line, column);
            },
          },
          `line ${line}, column ${column}`,
        ),
        ` ${message}`,
      ),
    );
    // Said again only when it is something else: a reader of the screen is not to hear it at every key.
    if (this.#faults.textContent !== items.map((item) => item.textContent).join(''))
      this.#faults.replaceChildren(...items);
  }

  /** Puts the caret at a place and brings it into view. */
  goTo(line: number, column: number): void {
    const lines = this.text.split('\n');
    const offset = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(offset, offset);
    const row = this.#backdrop.children[line - 1];
    if (row instanceof HTMLElement) {
      this.#scroller.scrollTo({ top: row.offsetTop - this.#scroller.clientHeight / 3, left: 0 });
      this.#scroller.scrollIntoView({ block: 'nearest' });
    }
  }

  #paint(bad: readonly number[]): void {
    const lines = this.text.replace(/\n$/, '').split('\n');
    this.#backdrop.innerHTML = lines
      .map(
        (line, at) =>
          `<span class="pg-line${bad.includes(at + 1) ? ' pg-bad' : ''}">${coloured(line)}\n</span>`,
      )
      .join('');
  }
}
