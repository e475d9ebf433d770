/** Small things on every page: copying links, unfolding what a link leads to, scrolling by keyboard, the theme. */
import { copy, scrollable, shown } from './dom.ts';

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>('button[data-copy]');
  if (button === null) return;
  const id = button.dataset['copy'] ?? '';
  history.replaceState(null, '', `#${id}`);
  void copy(location.href).then(() => {
    const before = button.textContent;
    button.textContent = 'copied';
    setTimeout(() => {
      button.textContent = before;
    }, 1500);
  });
});

/** A target inside something folded away is unfolded. */
function unfold(): void {
  const target =
    location.hash === '' ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest('details:not([open])');
  if (folded instanceof HTMLDetailsElement) {
    folded.open = true;
    target?.scrollIntoView();
  }
}
addEventListener('hashchange', unfold);
unfold();

void shown().then(() => {
  for (const box of document.querySelectorAll<HTMLElement>('.table-scroll, .col-content pre'))
    scrollable(box);
});

/** Enter in the search takes what was found first, unless something else was chosen. */
document.addEventListener('keydown', (event) => {
  const input = event.target;
  if (event.key !== 'Enter' || !(input instanceof HTMLInputElement) || input.id !== 'tsd-search-input')
    return;
  const results = document.getElementById('tsd-search-results');
  if (results === null || results.querySelector('[aria-selected="true"]') !== null) return;
  results.querySelector<HTMLAnchorElement>('a')?.click();
});

/** The theme, changed in the bar: TypeDoc has it in its settings, which are not on every page. */
const THEMES = { os: '◐', light: '☀', dark: '☾' } as const;
type Theme = keyof typeof THEMES;
const button = document.getElementById('theme-button');
const select = (): HTMLSelectElement | null => document.querySelector('#tsd-theme');

function showTheme(): void {
  const { theme } = document.documentElement.dataset;
  const now: Theme = theme === 'light' || theme === 'dark' ? theme : 'os';
  if (button === null) return;
  button.textContent = THEMES[now];
  button.setAttribute('aria-label', `Theme: ${now === 'os' ? 'as the system' : now}. Change it.`);
  button.hidden = false;
}
button?.addEventListener('click', () => {
  const names = Object.keys(THEMES) as Theme[];
  const at = names.indexOf((document.documentElement.dataset['theme'] ?? 'os') as Theme);
  const next = names[(at + 1) % names.length] ?? 'os';
  localStorage.setItem('tsd-theme', next);
  document.documentElement.dataset['theme'] = next;
  const settings = select();
  if (settings !== null) settings.value = next;
  showTheme();
});
select()?.addEventListener('change', () => {
  setTimeout(showTheme);
});
showTheme();
