import { html, nothing, type TemplateResult } from 'lit';
import { countText, filled } from '../lib/texts';
import type { Desk } from './boardState';

const longest = 200;

/** A heading with a list below it; a list that is empty says so in one word. */
export function listPart(
  desk: Desk,
  heading: string,
  items: readonly (string | TemplateResult)[],
): TemplateResult {
  const { words } = desk.state.strings;
  const shown = items.slice(0, longest);
  const left = items.length - shown.length;
  return html`<section class="group">
    <h3>${heading} <span class="soft">${items.length === 0 ? words.none : countText(items.length)}</span></h3>
    ${
      items.length === 0
        ? nothing
        : html`<ul>
            ${shown.map((item) => html`<li>${item}</li>`)}
            ${left > 0 ? html`<li class="soft">${filled(words.more, countText(left))}</li>` : nothing}
          </ul>`
    }
  </section>`;
}

/** A step by its id, leading to what is known of it. */
export function stepLink({ state, change }: Desk, id: string): TemplateResult {
  return state.board.steps.some((step) => step.id === id)
    ? html`<button class="link mono" @click=${() => change({ selected: id, tab: 'step' })}>${id}</button>`
    : html`<span class="mono">${id}</span>`;
}
