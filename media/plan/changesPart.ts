import { html, nothing, type TemplateResult } from 'lit';
import { filled } from '../lib/texts';
import type { Desk } from './boardState';
import { listPart, stepLink } from './parts';

/** What differs from the version before, and what is carried over from it. */
export function changesPart(desk: Desk): TemplateResult {
  const { difference } = desk.state.board;
  const { words } = desk.state.strings;
  if (difference === null) {
    return html``;
  }
  const { added, removed, changed, carried, plan_fields } = difference;
  const isEqual = added.length + removed.length + changed.length + plan_fields.length === 0;
  const links = (ids: readonly string[]) => ids.map((id) => stepLink(desk, id));
  return html`<h2>${filled(words.changes, difference.from)}</h2>
    ${isEqual ? html`<p>${filled(words.noDifference, difference.from)}</p>` : nothing}
    ${added.length === 0 ? nothing : listPart(desk, words.added, links(added))}
    ${
      changed.length === 0
        ? nothing
        : listPart(
            desk,
            words.changed,
            changed.map(
              ({ step_id, fields }) =>
                html`${stepLink(desk, step_id)} <span class="soft">${fields.join(', ')}</span>`,
            ),
          )
    }
    ${removed.length === 0 ? nothing : listPart(desk, words.removed, links(removed))}
    ${plan_fields.length === 0 ? nothing : listPart(desk, words.planFields, plan_fields)}
    ${carried.length === 0 ? nothing : html`${listPart(desk, words.carried, links(carried))}<p class="soft">${words.carriedHint}</p>`}`;
}
