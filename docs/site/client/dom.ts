type Child = Node | string | null | undefined;
type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void)>>;

/** An element with attributes, listeners (`onclick`) and children; text is only ever text. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false) element.setAttribute(key, value);
  }
  element.append(
    ...children.flat().filter((child): child is Node | string => child !== null && child !== undefined),
  );
  return element;
}

/** A button that copies a text. */
export function copyButton(text: () => string, label: string, shown = 'copy'): HTMLButtonElement {
  const button = h('button', { type: 'button', class: 'pg-small', 'aria-label': label }, shown);
  button.addEventListener('click', () => {
    void copy(text()).then((done) => {
      button.textContent = done ? 'copied' : 'not copied';
      setTimeout(() => {
        button.textContent = shown;
      }, 1500);
    });
  });
  return button;
}

/** Copies a text; a page from a folder may not have the clipboard, and then the old way is taken. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea', { class: 'off-screen' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** TypeDoc shows a page only once its theme is known, and nothing can be measured in a page that is not shown. */
export async function shown(): Promise<void> {
  while (getComputedStyle(document.body).display === 'none') {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** What scrolls sideways has to be reachable with the keyboard too. */
export function scrollable(box: HTMLElement): void {
  if (box.scrollWidth <= box.clientWidth + 1) return;
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', 'Scrolls sideways');
}
