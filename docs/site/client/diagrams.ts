/** Draws the diagrams of a page, and draws them again when the theme changes. */
import mermaid from 'mermaid';
import { scrollable, shown } from './dom.ts';

interface Diagram {
  readonly figure: HTMLElement;
  readonly source: string;
}

const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');
const isDark = (): boolean => {
  const { theme } = root.dataset;
  return theme === 'dark' || (theme !== 'light' && dark.matches);
};

/** The colours of the page, so that a diagram belongs to it. */
function themeVariables(): Record<string, string | boolean> {
  const style = getComputedStyle(root);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const line = colour('--eaap-diagram-line');
  const text = colour('--eaap-diagram-text');
  const box = colour('--eaap-diagram-box');
  return {
    darkMode: isDark(),
    background: colour('--eaap-surface'),
    primaryColor: box,
    primaryBorderColor: line,
    primaryTextColor: text,
    secondaryColor: box,
    tertiaryColor: box,
    lineColor: line,
    textColor: text,
    mainBkg: box,
    nodeBorder: line,
    transitionColor: line,
    transitionLabelColor: text,
    stateLabelColor: text,
    labelColor: text,
    edgeLabelBackground: colour('--eaap-surface'),
    labelBackgroundColor: colour('--eaap-surface'),
    noteBkgColor: colour('--eaap-surface'),
    noteTextColor: text,
    noteBorderColor: line,
    fontFamily: 'system-ui, sans-serif',
    fontSize: '15px',
  };
}

/** A diagram shrinks a little where there is less room, and beyond that is scrolled: nobody reads letters of six pixels. */
function fit(picture: SVGSVGElement | null): void {
  const width = picture?.viewBox.baseVal.width ?? 0;
  if (picture === null || width === 0) return;
  picture.removeAttribute('height');
  picture.style.cssText = `width: ${width}px; max-width: 100%; min-width: ${Math.ceil(width * 0.8)}px`;
}

let drawn = 0;

async function draw(diagrams: readonly Diagram[]): Promise<void> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    theme: 'base',
    themeVariables: themeVariables(),
    layout: 'dagre',
    htmlLabels: true,
    flowchart: { useMaxWidth: false },
    state: { useMaxWidth: false, nodeSpacing: 30, rankSpacing: 40 },
    sequence: {
      useMaxWidth: false,
      mirrorActors: false,
      actorMargin: 40,
      width: 110,
      height: 42,
      bottomMarginAdj: 1,
    },
  });
  for (const { figure, source } of diagrams) {
    try {
      const { svg } = await mermaid.render(`diagram-${++drawn}`, source);
      const holder = document.createElement('div');
      holder.className = 'drawing';
      holder.innerHTML = svg;
      const picture = holder.querySelector('svg');
      fit(picture);
      picture?.setAttribute('role', 'img');
      picture?.setAttribute('aria-label', `Diagram. As text: ${source.replace(/\s+/g, ' ')}`);
      figure.querySelector('.drawing')?.remove();
      figure.prepend(holder);
      figure.classList.add('drawn');
      scrollable(figure);
    } catch (error) {
      // The text of the diagram stays, and whoever looks at the console sees why.
      console.error('A diagram could not be drawn.', error);
    }
  }
}

const diagrams = [...document.querySelectorAll<HTMLElement>('figure.diagram')].map((figure): Diagram => {
  const source = figure.querySelector('.mermaid-source')?.textContent ?? '';
  return { figure, source };
});

let drawing = shown().then(() => draw(diagrams));
const again = (): void => {
  drawing = drawing.then(() => draw(diagrams));
};
new MutationObserver(again).observe(root, { attributes: true, attributeFilter: ['data-theme'] });
dark.addEventListener('change', again);
