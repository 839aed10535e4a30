import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { QueryOffer } from '#protocol/views/query';
import { icon } from '../lib/icon';
import { filled } from '../lib/texts';
import type { Desk } from './queryState';

/** The field for a query, what is wrong in it, and what may stand where the cursor is. */
export function questionPart(desk: Desk): TemplateResult {
  const { state, ask, say, change } = desk;
  const { words } = state.strings;
  const isEmpty = state.draft.trim() === '';
  return html`<form class="question" @submit=${(event: Event) => event.preventDefault()}>
    <label class="unseen" for="question">${words.query}</label>
    <textarea
      id="question"
      class="mono form-field"
      rows="3"
      spellcheck="false"
      autocomplete="off"
      placeholder=${filled(words.hint, '{ status = error }')}
      aria-describedby="keys"
      aria-invalid=${state.problems.some(({ severity }) => severity === 'error')}
      .value=${live(state.draft)}
      @input=${(event: Event) => change({ draft: (event.target as HTMLTextAreaElement).value })}
      @keydown=${(event: KeyboardEvent) => pressKey(desk, event)}
    ></textarea>
    ${problems(desk)} ${state.isOffering ? offers(desk) : nothing}
    <div class="row">
      <vscode-button class="ask" icon="play" ?disabled=${isEmpty} @click=${() => ask()}>${words.ask}</vscode-button>
      ${
        state.isTrusted
          ? html`<vscode-button class="save" secondary icon="bookmark" ?disabled=${isEmpty} @click=${() => desk.state.draft.trim() === '' || say({ type: 'save', q: desk.state.draft })}
              >${words.save}</vscode-button
            >`
          : nothing
      }
      <span id="keys" class="soft">${words.keys}</span>
    </div>
  </form>`;
}

function problems({ state }: Desk): TemplateResult | typeof nothing {
  return state.problems.length === 0
    ? nothing
    : html`<ul class="problems" role="status">
        ${state.problems.map(
          ({ severity, message, column }) =>
            html`<li>
              ${icon(severity, severity === 'error' ? 'bad' : 'wait')} <span>${message}</span>
              <span class="soft">${filled(state.strings.words.column, column)}</span>
            </li>`,
        )}
      </ul>`;
}

function offers(desk: Desk): TemplateResult | typeof nothing {
  const { state } = desk;
  return state.offers.length === 0
    ? nothing
    : html`<div class="offers" role="group" aria-label=${state.strings.words.offers}>
        ${state.offers.map(
          (offer) =>
            html`<button type="button" class="offer mono" title=${offer.detail} @click=${() => complete(desk, offer)}>${offer.label}</button>`,
        )}
      </div>`;
}

function pressKey({ state, ask, change }: Desk, event: KeyboardEvent): void {
  const isControl = event.ctrlKey || event.metaKey;
  if (isControl && event.key === 'Enter') {
    ask();
  } else if (isControl && event.key === ' ') {
    change({ isOffering: true });
  } else if (event.key === 'Escape' && state.isOffering) {
    change({ isOffering: false });
  } else {
    return;
  }
  event.preventDefault();
}

function complete({ state, change }: Desk, { insert, start, end }: QueryOffer): void {
  const draft = state.draft.slice(0, start) + insert + state.draft.slice(end);
  change({ draft });
  const field = document.querySelector<HTMLTextAreaElement>('#question');
  requestAnimationFrame(() => {
    field?.focus();
    field?.setSelectionRange(start + insert.length, start + insert.length);
  });
}
