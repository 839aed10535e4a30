import type { Frame, Page } from 'playwright-core';

/** What somebody reads or hears in a part of a page: texts, names for screen readers, hints; insides of components, too. */
export async function shownTexts(place: Frame | Page, selector: string): Promise<readonly string[]> {
  const texts = await place.evaluate<readonly string[]>(`(${collect})(${JSON.stringify(selector)})`);
  return [...new Set(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim()))].filter((text) => text !== '');
}

/** Runs in the page. Code, digests and what else is printed to the letter is nobody's sentence. */
const collect = `(selector) => {
  const attributes = ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'alt', 'label', 'placeholder', 'title'];
  const exact = 'script, style, code, pre:not(.note > pre), kbd, .mono:not(.error), .code, .diff-line > .text, .view-lines, svg defs';
  const found = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      found.push(node.textContent);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches(exact)) return;
      found.push(...attributes.map((name) => node.getAttribute(name) ?? ''));
    }
    for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child);
  };
  for (const root of document.querySelectorAll(selector)) walk(root);
  return found;
}`;
