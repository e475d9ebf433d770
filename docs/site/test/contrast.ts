import type { Page } from 'playwright-core';

/**
 * Texts that stand out too little from what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1, and 3 to 1 where large), as
 * `ratio text`. What is see-through by intent (the text area over its coloured copy) is left out.
 */
export async function faintTexts(page: Page, within: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const parse = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
    const light = ([r = 0, g = 0, b = 0]: number[]): number => {
      const part = (value: number): number => {
        const x = value / 255;
        return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const behind = (element: Element | null): number[] => {
      for (let at = element; at !== null; at = at.parentElement) {
        const colour = parse(getComputedStyle(at).backgroundColor);
        if ((colour[3] ?? 1) > 0.99 && colour.length > 0) return colour;
      }
      return [255, 255, 255];
    };
    const faint: string[] = [];
    for (const element of document.querySelectorAll(`${selector} *`)) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
      );
      const style = getComputedStyle(element);
      if (!own || element.tagName === 'TEXTAREA' || element.getClientRects().length === 0) continue;
      if (element.closest('svg, script, style, [hidden]') !== null) continue;
      const [a, b] = [light(parse(style.color)), light(behind(element))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5))
        faint.push(`${ratio.toFixed(2)} ${(element.textContent ?? '').slice(0, 40)}`);
    }
    return [...new Set(faint)];
  }, within);
}
