import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../../lib/icon';
import { countText, filled } from '../../lib/texts';
import type { Desk } from '../traceState';

const kindOrder = ['run', 'step', 'attempt', 'tool', 'llm', 'service', 'git', 'gate', 'wait'];

/** Search, filters, folding and zoom. */
export function toolsPart(desk: Desk): TemplateResult {
  const { words } = desk.strings;
  const { model } = desk;
  return html`<div class="tool-row" role="toolbar" aria-label=${words.actions}>
    ${searchBox(desk)} ${kindFilter(desk)}
    <button
      class="tool"
      aria-pressed=${model.isErrorFirst}
      title=${words.errorsFirst}
      data-action="errors-first"
      @click=${() => desk.setErrorsFirst(!model.isErrorFirst)}
    >
      ${icon('error', 'bad')}<span class="tool-word">${words.errorsFirst}</span>
    </button>
    <span class="tool-group">
      ${tool('expand-all', words.expandAll, () => desk.foldAll(false))}
      ${tool('collapse-all', words.collapseAll, () => desk.foldAll(true))}
      ${tool('zoom-in', words.zoomIn, () => desk.zoom(0.5))}
      ${tool('zoom-out', words.zoomOut, () => desk.zoom(2))}
      ${tool('screen-normal', words.wholeTime, () => desk.showWhole())}
    </span>
    <span class="unseen">${words.keys}</span>
  </div>`;
}

function tool(image: string, label: string, act: () => void): TemplateResult {
  return html`<button class="tool" title=${label} aria-label=${label} data-action=${image} @click=${act}>
    ${icon(image)}
  </button>`;
}

function searchBox(desk: Desk): TemplateResult {
  const { model, strings } = desk;
  const { words } = strings;
  return html`<span class="search">
    <input
      type="search"
      class="form-field"
      placeholder=${words.search}
      aria-label=${words.search}
      title=${words.keys}
      .value=${live(model.search)}
      @input=${(event: Event) => desk.search((event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => searchKey(desk, event)}
    />
    ${model.search === '' ? nothing : html`<span class="hit-count soft" role="status">${hitText(desk)}</span>`}
    ${
      model.hits.length === 0
        ? nothing
        : html`${tool('arrow-up', words.previous, () => desk.goToHit(true))}${tool('arrow-down', words.next, () => desk.goToHit(false))}`
    }
  </span>`;
}

function searchKey(desk: Desk, event: KeyboardEvent): void {
  if (event.key === 'Enter') {
    desk.goToHit(event.shiftKey);
  } else if (event.key === 'Escape') {
    desk.search('');
    desk.focusTree();
  } else if (event.key === 'ArrowDown') {
    desk.focusTree();
    event.preventDefault();
  }
}

function hitText({ model, strings }: Desk): string {
  const { hits, selected } = model;
  if (hits.length === 0) {
    return strings.words.noHits;
  }
  const at = hits.indexOf(selected);
  return filled(strings.words.of, at < 0 ? '–' : countText(at + 1), countText(hits.length));
}

function kindFilter(desk: Desk): TemplateResult {
  const { model, strings } = desk;
  return html`<select
    class="form-field kinds"
    aria-label=${strings.words.kindFilter}
    @change=${(event: Event) => desk.setKind((event.target as HTMLSelectElement).value)}
  >
    <option value="" ?selected=${model.kind === ''}>${strings.words.allKinds}</option>
    ${kindOrder.map((kind) => html`<option value=${kind} ?selected=${model.kind === kind}>${strings.kinds[kind]}</option>`)}
  </select>`;
}
