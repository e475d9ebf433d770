/** Small things on every page: copying links, and finding a requirement by its id. */
import { copy } from './dom.ts';

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

/** Enter on a requirement's id in the search leads to the sentence itself, and not only to its page. */
document.addEventListener(
  'keydown',
  (event) => {
    const input = event.target;
    if (event.key !== 'Enter' || !(input instanceof HTMLInputElement) || input.id !== 'tsd-search-input')
      return;
    const [id, number] = /\bEAAP-(\d{4})-\d{3}\b/i.exec(input.value) ?? [];
    const page = number === undefined ? undefined : pageOf(number);
    if (id === undefined || page === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.querySelector<HTMLDialogElement>('#tsd-search')?.close();
    location.href = `${page}#${id.toUpperCase()}`;
  },
  true,
);

/** The page of an RFC, taken from the navigation. */
function pageOf(number: string): string | undefined {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.tsd-navigation a[href]')];
  return links.find((link) => new RegExp(`rfcs/${number}-[^/]*\\.html$`).test(link.pathname))?.href;
}

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

// What scrolls sideways has to be reachable with the keyboard too.
for (const box of document.querySelectorAll<HTMLElement>('.table-scroll, .col-content pre, figure.diagram')) {
  if (box.scrollWidth > box.clientWidth + 1) {
    box.tabIndex = 0;
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', 'Scrolls sideways');
  }
}
