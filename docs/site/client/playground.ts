/** The playground: edit what is judged, and see the verdict, computed here by the packages a gateway is made of. */
import {
  DOCUMENT_NAMES,
  DOCUMENTS,
  readDocuments,
  type DocumentName,
  type Fault,
  type Texts,
} from '../playground/documents.ts';
import { decide, type Decision } from '../playground/evaluate.ts';
import { positionOf } from '../playground/positions.ts';
import { PRESETS, type Preset } from '../playground/presets.ts';
import { copyButton, h } from './dom.ts';
import { Editor } from './editor.ts';
import type { Point } from './gates.ts';
import { resultOf, verdictLine } from './result.ts';
import { fragmentFor, readFragment } from './share.ts';

class Playground {
  readonly #editors: ReadonlyMap<DocumentName, Editor>;
  readonly #tabs: ReadonlyMap<DocumentName, HTMLButtonElement>;
  readonly #panels: ReadonlyMap<DocumentName, HTMLElement>;
  readonly #presets: ReadonlyMap<string, HTMLButtonElement>;
  readonly #about = h('p', { class: 'pg-about', role: 'status' });
  readonly #verdict = h('div', { class: 'pg-banner', role: 'status', id: 'pg-verdict' });
  readonly #result = h('div', { class: 'pg-result' });
  #preset: Preset;
  /** The evaluation that a commit would be of. */
  #then: Decision | undefined;
  #now: Decision | undefined;
  #shared = '';
  #sharing: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, first: Preset) {
    this.#preset = first;
    const onInput = (): void => {
      this.#update();
    };
    this.#editors = new Map(
      DOCUMENT_NAMES.map((name) => [
        name,
        new Editor(name, DOCUMENTS[name].title, DOCUMENTS[name].about, onInput),
      ]),
    );
    this.#tabs = new Map(DOCUMENT_NAMES.map((name) => [name, this.#tab(name)]));
    this.#panels = new Map(
      [...this.#editors].map(([name, { element }]) => {
        const attributes = { role: 'tabpanel', id: `pg-panel-${name}`, 'aria-labelledby': `pg-tab-${name}` };
        return [name, h('div', attributes, element)];
      }),
    );
    this.#presets = new Map(
      PRESETS.map((preset) => {
        const press = (): void => {
          this.load(preset, preset.texts);
        };
        const dot = h('span', { class: `pg-dot pg-${preset.verdict.toLowerCase()}`, 'aria-hidden': 'true' });
        return [
          preset.id,
          h('button', { type: 'button', class: 'pg-preset', onclick: press }, dot, preset.title),
        ];
      }),
    );
    root.replaceChildren(
      h('div', { class: 'pg-presets', role: 'group', 'aria-label': 'Situations' }, ...this.#presets.values()),
      this.#about,
      h('div', { class: 'pg-grid' }, this.#verdict, this.#editing(), this.#result),
    );
  }

  #editing(): HTMLElement {
    const tabs = h(
      'div',
      { role: 'tablist', class: 'pg-tabs', 'aria-label': 'What is judged' },
      ...this.#tabs.values(),
    );
    tabs.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -DOCUMENT_NAMES.length, End: DOCUMENT_NAMES.length }[
        event.key
      ];
      if (step === undefined) return;
      event.preventDefault();
      const at = DOCUMENT_NAMES.findIndex((name) => this.#tabs.get(name) === document.activeElement);
      const last = DOCUMENT_NAMES.length - 1;
      const next = Math.abs(step) > 1 ? (step < 0 ? 0 : last) : (at + step + last + 1) % (last + 1);
      const name = DOCUMENT_NAMES[next];
      if (name === undefined) return;
      this.open(name);
      this.#tabs.get(name)?.focus();
    });
    const back = (): void => {
      this.load(this.#preset, this.#preset.texts);
    };
    return h(
      'section',
      { class: 'pg-edit', 'aria-label': 'What is judged' },
      tabs,
      ...this.#panels.values(),
      h(
        'p',
        { class: 'pg-tools' },
        h('button', { type: 'button', class: 'pg-button', onclick: back }, 'Undo all edits'),
        copyButton(() => location.href, 'Copy a link to what stands here', 'Copy link'),
        h('span', { class: 'pg-hint' }, 'The link holds everything. Nothing leaves this page.'),
      ),
    );
  }

  #tab(name: DocumentName): HTMLButtonElement {
    const attributes = {
      type: 'button',
      role: 'tab',
      id: `pg-tab-${name}`,
      'aria-controls': `pg-panel-${name}`,
    };
    return h(
      'button',
      {
        ...attributes,
        onclick: () => {
          this.open(name);
        },
      },
      DOCUMENTS[name].title,
    );
  }

  get #texts(): Texts {
    return Object.fromEntries([...this.#editors].map(([name, { text }]) => [name, text])) as unknown as Texts;
  }

  /** Shows the editor of a document. */
  open(name: DocumentName): void {
    for (const other of DOCUMENT_NAMES) {
      const isOpen = other === name;
      this.#tabs.get(other)?.setAttribute('aria-selected', String(isOpen));
      this.#tabs.get(other)?.setAttribute('tabindex', isOpen ? '0' : '-1');
      this.#panels.get(other)?.toggleAttribute('hidden', !isOpen);
    }
  }

  /** Begins with a situation, with edits or without. */
  load(preset: Preset, texts: Texts): void {
    this.#preset = preset;
    this.#then = undefined;
    const read = readDocuments(preset.texts);
    if ('documents' in read) this.#then = decide(read.documents);
    for (const [id, button] of this.#presets) button.setAttribute('aria-pressed', String(id === preset.id));
    this.#about.textContent = preset.about;
    for (const [name, editor] of this.#editors) editor.text = texts[name];
    const edited = DOCUMENT_NAMES.find((name) => texts[name] !== preset.texts[name]);
    this.open(edited ?? preset.first);
    this.#update();
  }

  #goTo(point: Point): void {
    const [name, pointer] =
      'field' in point ? (['action', `/parameters${point.field}`] as const) : this.#entry(point.rule);
    this.open(name);
    const editor = this.#editors.get(name);
    if (editor === undefined) return;
    const { line, column } = positionOf(editor.text, pointer);
    editor.goTo(line, column);
  }

  /** Where a grant, rule, limit or conflict stands. */
  #entry(id: string): readonly [DocumentName, string] {
    const policy = this.#now?.input.policy;
    for (const list of ['grants', 'rules', 'limits'] as const) {
      const at = policy?.[list].findIndex((entry) => entry.id === id) ?? -1;
      if (at >= 0) return ['policy', `/${list}/${at}`];
    }
    return ['circumstances', '/conflicts'];
  }

  #update(): void {
    const texts = this.#texts;
    const read = readDocuments(texts);
    const faults = 'faults' in read ? read.faults : [];
    for (const [name, editor] of this.#editors) {
      const own = faults.filter(({ document }) => document === name);
      editor.show(own);
      this.#tabs.get(name)?.classList.toggle('pg-faulty', own.length > 0);
      this.#tabs.get(name)?.classList.toggle('pg-edited', texts[name] !== this.#preset.texts[name]);
    }
    if ('documents' in read) this.#show(decide(read.documents));
    else this.#refuse(faults);
    this.#share(texts);
  }

  #refuse(faults: readonly Fault[]): void {
    const names = [...new Set(faults.map(({ document }) => DOCUMENTS[document].title.toLowerCase()))].join(
      ', ',
    );
    this.#verdict.className = 'pg-banner pg-none';
    this.#verdict.replaceChildren(
      h('strong', { class: 'pg-verdict' }, 'REFUSED'),
      h(
        'span',
        {},
        `Nothing is judged: there is something wrong with ${names}. What is below is from before.`,
      ),
    );
    this.#result.classList.add('pg-stale');
  }

  #show(decision: Decision): void {
    this.#now = decision;
    this.#then ??= decision;
    this.#verdict.className = `pg-banner pg-${decision.judgment.verdict.toLowerCase()}`;
    this.#verdict.replaceChildren(...verdictLine(decision));
    this.#result.classList.remove('pg-stale');
    const evaluate = (): void => {
      this.#then = decision;
      this.#show(decision);
      document.querySelector<HTMLElement>('.pg-result .pg-button')?.focus();
    };
    const open = new Set(
      [...this.#result.querySelectorAll('details[open] summary span:first-child')].map(
        (one) => one.textContent,
      ),
    );
    this.#result.replaceChildren(
      ...resultOf(
        this.#then,
        decision,
        (point) => {
          this.#goTo(point);
        },
        evaluate,
      ),
    );
    if (open.size === 0) return;
    for (const details of this.#result.querySelectorAll('details')) {
      details.open = open.has(details.querySelector('summary span')?.textContent ?? '');
    }
  }

  /** Keeps the address in step with the editors, a moment after the last key. */
  #share(texts: Texts): void {
    clearTimeout(this.#sharing);
    this.#sharing = setTimeout(() => {
      void fragmentFor(this.#preset, texts).then((fragment) => {
        this.#shared = fragment;
        if (fragment !== location.hash) history.replaceState(null, '', fragment);
      });
    }, 250);
  }

  /** Takes what an address says, unless it is what this page wrote there itself. */
  async follow(): Promise<void> {
    if (location.hash === this.#shared && this.#shared !== '') return;
    const found = await readFragment(location.hash);
    const preset = found?.preset ?? this.#preset;
    this.load(preset, found?.texts ?? preset.texts);
  }
}

const root = document.getElementById('pg');
const [first] = PRESETS;
if (root !== null && first !== undefined) {
  const playground = new Playground(root, first);
  addEventListener('hashchange', () => {
    void playground.follow();
  });
  void playground.follow();
}
