import { html, nothing, type TemplateResult } from 'lit';
import { countText, filled } from '../lib/texts';
import type { Desk } from './reportState';

const pageSize = 100;

/** A part of the report with a heading and how many things it lists. */
export function section(
  name: string,
  heading: string,
  content: TemplateResult | typeof nothing,
  count?: number,
): TemplateResult {
  return html`<section class="card ${name}" aria-labelledby="heading-${name}">
    <h2 id="heading-${name}">
      ${heading}${count === undefined ? nothing : html` <span class="count">${countText(count)}</span>`}
    </h2>
    ${content}
  </section>`;
}

/** A list of any length, of which a page is drawn at a time. */
export function lines<T>(
  { state, change }: Desk,
  name: string,
  items: readonly T[],
  draw: (item: T) => TemplateResult,
): TemplateResult {
  const size = state.shown[name] ?? pageSize;
  const left = items.length - size;
  return html`<ul class="lines">
      ${items.slice(0, size).map((item) => html`<li>${draw(item)}</li>`)}
    </ul>
    ${
      left > 0
        ? html`<button
            class="link"
            @click=${() => change({ shown: { ...state.shown, [name]: size + pageSize } })}
          >
            ${filled(state.strings.words.more, countText(left))}
          </button>`
        : nothing
    }`;
}
