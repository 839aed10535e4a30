import { html, nothing, type TemplateResult } from 'lit';
import type { NamedQuery } from '#protocol/methods/traces/savedQueries';
import { icon } from '../lib/icon';
import { filled } from '../lib/texts';
import { answerPart } from './answerPart';
import type { Desk } from './queryState';
import { questionPart } from './questionPart';

/** Queries to choose from, the one that is asked, and its answer. */
export function queryView(desk: Desk): TemplateResult {
  const { words } = desk.state.strings;
  return html`<div class="query-view">
    <nav class="queries" aria-label=${words.ready}>
      ${group(desk, words.ready, false)} ${group(desk, words.saved, true)}
    </nav>
    <main class="work">
      <h1>${words.title}</h1>
      ${questionPart(desk)}
      <div class="answer" aria-busy=${desk.state.isAsking}>${answerPart(desk)}</div>
    </main>
  </div>`;
}

function group(desk: Desk, heading: string, isSaved: boolean): TemplateResult | typeof nothing {
  const queries = desk.state.queries.filter(({ is_saved }) => is_saved === isSaved);
  return queries.length === 0
    ? nothing
    : html`<h2>${heading}</h2>
        <ul>
          ${queries.map((query) => html`<li>${queryLine(desk, query)}</li>`)}
        </ul>`;
}

function queryLine({ state, ask, say }: Desk, query: NamedQuery): TemplateResult {
  const { name, title, sentence, q, is_series, is_saved } = query;
  const { words } = state.strings;
  const isShown = state.answer?.q === q;
  return html`<div class="query-line ${isShown ? 'shown' : ''}">
    <button class="named" data-query=${name} aria-current=${isShown ? 'true' : nothing} title=${q} @click=${() => ask(q)}>
      <span class="query-title">${icon(is_series ? 'graph-line' : 'list-tree')} ${title || name}</span>
      ${sentence === '' ? nothing : html`<span class="soft block">${sentence}</span>`}
    </button>
    ${
      is_saved && state.isTrusted
        ? html`<button
            class="image"
            title=${filled(words.delete, name)}
            aria-label=${filled(words.delete, name)}
            @click=${() => say({ type: 'delete', name })}
          >
            ${icon('trash')}
          </button>`
        : nothing
    }
  </div>`;
}
