import type { Rfc } from './series.ts';
import { mentionsIn } from './mentions.ts';
import { relative } from '../paths.ts';

/** As much of a token of markdown-it as is used here. */
interface Token {
  type: string;
  tag: string;
  content: string;
  info: string;
  children: Token[] | null;
  attrSet(name: string, value: string): void;
  attrGet(name: string): string | null;
}
interface Renderer {
  rules: Record<string, ((tokens: Token[], at: number, ...rest: unknown[]) => string) | undefined>;
}
interface State {
  tokens: Token[];
  Token: new (type: string, tag: string, nesting: number) => Token;
}
interface Parser {
  core: { ruler: { push(name: string, rule: (state: State) => void): void } };
  renderer: Renderer;
}

/** What the markdown of a page has to know. */
export interface Place {
  /** The page being made, relative to the site. */
  readonly page: () => string;
  readonly series: ReadonlyMap<string, Rfc>;
  /** The languages that are coloured; anything else is plain text. */
  readonly languages: ReadonlySet<string>;
}

/** The short names of languages, as they are written in fences. */
const ALIASES: Readonly<Record<string, string>> = {
  ts: 'typescript',
  js: 'javascript',
  sh: 'bash',
  yml: 'yaml',
};

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** `MUST · invariant 5 · E1 · layer L1` as small labels. */
function labels(meta: string): string {
  const [level = '', ...rest] = meta.split(' · ');
  const told = rest.filter((part) => part !== '–').map((part) => `<span>${escape(part)}</span>`);
  return `<span class="req-meta"><span class="req-level">${escape(level)}</span> ${told.join(' ')}</span>`;
}

/** Gives each requirement an id, a link to itself and a button that copies it. */
function requirements(state: State): void {
  state.tokens.forEach((token, at) => {
    if (token.type !== 'blockquote_open') return;
    const [open, id, close, meta] = state.tokens[at + 2]?.children ?? [];
    if (state.tokens[at + 2]?.type !== 'inline' || open?.type !== 'strong_open' || close === undefined) {
      // markdown-it leaves an empty text before an opening mark in some places.
      const children = state.tokens[at + 2]?.children ?? [];
      if (children[0]?.type === 'text' && children[0].content === '') children.shift();
      else return;
    }
    const [, name = id, , after = meta] = state.tokens[at + 2]?.children ?? [];
    if (name === undefined || !/^EAAP-\d{4}-\d{3}$/.test(name.content)) return;
    const anchor = name.content;
    token.attrSet('class', 'req');
    token.attrSet('id', anchor);
    const html = new state.Token('html_inline', '', 0);
    html.content =
      `<span class="req-head"><a class="req-id" href="#${anchor}">${anchor}</a>` +
      `${labels(/\(([^)]*)\)/.exec(after?.content ?? '')?.[1] ?? '')}` +
      `<button type="button" class="req-copy" data-copy="${anchor}" aria-label="Copy a link to ${anchor}">copy link</button></span>`;
    if (after !== undefined) after.content = after.content.replace(/^\s*\([^)]*\)\s*/, '');
    const inline = state.tokens[at + 2];
    if (inline?.children) inline.children = [html, ...inline.children.slice(3)];
  });
}

/** Makes links of what is mentioned, outside of links, headings and anchors. */
function links(state: State, place: Place): void {
  const page = place.page();
  const here = [...place.series.values()].find((rfc) => rfc.page === page);
  const link = (text: string, to: string, code: boolean): Token => {
    const token = new state.Token('html_inline', '', 0);
    const [file = '', fragment] = to.split('#');
    const href = file === page && fragment !== undefined ? `#${fragment}` : relative(page, to);
    const shown = code ? `<code>${escape(text)}</code>` : escape(text);
    token.content = `<a class="mention" href="${escape(href)}">${shown}</a>`;
    return token;
  };
  let inHeading = false;
  for (const block of state.tokens) {
    if (block.type === 'heading_open') inHeading = true;
    if (block.type === 'heading_close') inHeading = false;
    if (block.type !== 'inline' || block.children === null || inHeading) continue;
    let inLink = 0;
    block.children = block.children.flatMap((token): Token[] => {
      if (token.type === 'link_open') inLink++;
      if (token.type === 'link_close') inLink--;
      if (token.type === 'html_inline' && /^<a\b/.test(token.content) && !token.content.includes('</a>'))
        inLink++;
      if (token.type === 'html_inline' && token.content === '</a>') inLink--;
      if (inLink > 0 || (token.type !== 'text' && token.type !== 'code_inline')) return [token];
      const stretches = mentionsIn(token.content, place.series, here);
      if (!stretches.some(({ to }) => to !== undefined)) return [token];
      if (token.type === 'code_inline') {
        const [only] = stretches;
        return stretches.length === 1 && only?.to !== undefined ? [link(only.text, only.to, true)] : [token];
      }
      return stretches.map(({ text, to }) => {
        if (to !== undefined) return link(text, to, false);
        const plain = new state.Token('text', '', 0);
        plain.content = text;
        return plain;
      });
    });
  }
}

/** Sets up TypeDoc's markdown parser for the documents of this project. */
export function setUpMarkdown(parser: unknown, place: Place): void {
  const { core, renderer } = parser as Parser;
  core.ruler.push('eaap-requirements', requirements);
  core.ruler.push('eaap-links', (state) => {
    links(state, place);
  });
  const fence = renderer.rules['fence'];
  renderer.rules['fence'] = (tokens, at, ...rest) => {
    const token = tokens[at];
    if (token === undefined) return '';
    const language = token.info.trim().split(/\s/)[0] ?? '';
    if (language === 'mermaid') {
      // Without scripts the text of the diagram is still there to be read.
      return `<figure class="diagram"><pre class="mermaid-source">${escape(token.content)}</pre></figure>\n`;
    }
    token.info = ALIASES[language] ?? language;
    if (!place.languages.has(token.info)) token.info = 'text';
    return fence?.(tokens, at, ...rest) ?? '';
  };
  renderer.rules['table_open'] = () => '<div class="table-scroll"><table>\n';
  renderer.rules['table_close'] = () => '</table></div>\n';
}
