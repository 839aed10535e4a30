import { html, nothing, type TemplateResult } from 'lit';
import type { TraceDecider, TraceFile } from '#protocol/views/trace';
import { icon } from '../../lib/icon';
import { isMoving, stateLook } from '../../lib/states';
import { countText, durationText, filled } from '../../lib/texts';
import { spanName } from '../rows/spanName';
import type { Desk } from '../traceState';

const mostFiles = 4;
const mostDeciders = 3;

/** Why the run ended as it did, who allowed it and what it changed, each a click from where it stands. */
export function summaryPart(desk: Desk): TemplateResult {
  const { facts, strings, total } = desk;
  const { words, states } = strings;
  if (facts === undefined) {
    return html`<p class="row soft">${icon('loading', 'turning')} ${words.loading}</p>`;
  }
  if (facts === null) {
    return ownSummary(desk);
  }
  const look = stateLook(facts.status);
  return html`<div class="row head">
      <span class="tag ${look.tone} outcome"
        >${icon(look.icon, isMoving(facts.status) ? 'turning' : '')}${states[facts.status] ?? facts.status}</span
      >
      <h1>${facts.title}</h1>
      ${facts.is_dry ? html`<span class="tag">${words.dryRun}</span>` : nothing}
      <span class="soft">${filled(words.plan, facts.version)} · ${filled(words.spanCount, countText(total))} ${times(desk)}</span>
      <span class="links">
        <button class="link" data-action="report" @click=${() => desk.say({ type: 'openReport' })}>${icon('output')} ${words.openReport}</button>
      </span>
    </div>
    <div class="answers">
      ${firstError(desk)} ${deciders(desk, facts.deciders)} ${files(desk, facts.files)}
    </div>`;
}

/** What the spans say of themselves, where no run is behind them. */
function ownSummary(desk: Desk): TemplateResult {
  const { model, strings, total } = desk;
  const { words, states } = strings;
  const root = model.tree.firstRoot;
  const isOpen = root >= 0 && model.times(root).isOpen;
  const status = isOpen ? 'running' : model.firstError() < 0 ? 'succeeded' : 'failed';
  const look = stateLook(status);
  const name = root < 0 ? '' : spanName(model.store.nameOf(root));
  const service = root < 0 ? '' : model.store.serviceOf(root);
  return html`<div class="row head">
      <span class="tag ${look.tone} outcome">${icon(look.icon, isMoving(status) ? 'turning' : '')}${states[status]}</span>
      <h1>${name}</h1>
      <span class="soft">${service} · ${filled(words.spanCount, countText(total))} ${times(desk)}</span>
    </div>
    <div class="answers">
      ${firstError(desk)}
      <p class="answer">${icon('info', 'idle')} <span class="soft">${words.noRun}</span></p>
    </div>`;
}

function times({ model, strings }: Desk): string {
  const root = model.tree.firstRoot;
  if (root < 0) {
    return '';
  }
  const { wholeUs, waitUs } = model.times(root);
  const active = filled(strings.words.active, durationText((wholeUs - waitUs) / 1000));
  return waitUs > 0
    ? `· ${active} · ${filled(strings.words.forPeople, durationText(waitUs / 1000))}`
    : `· ${active}`;
}

function firstError(desk: Desk): TemplateResult {
  const { model, strings, facts } = desk;
  const { words } = strings;
  const span = model.firstError();
  if (span < 0) {
    return html`<p class="answer">${icon('pass', 'good')} <span>${facts?.message ?? words.noError}</span></p>`;
  }
  const error = model.store.errorOf(span) || (facts?.message ?? '');
  return html`<p class="answer">
    ${icon('error', 'bad')}
    <span>
      <button class="link" data-action="first-error" @click=${() => desk.select(span)}>${words.firstError}: ${spanName(model.store.nameOf(span))}</button>
      <span class="mono error">${error}</span>
    </span>
  </p>`;
}

function deciders(desk: Desk, all: readonly TraceDecider[]): TemplateResult {
  const { words } = desk.strings;
  if (all.length === 0) {
    return html`<p class="answer">${icon('shield', 'idle')} <span class="soft">${words.nobody}</span></p>`;
  }
  return html`<p class="answer">
    ${icon('shield', all[0]?.verdict === 'denied' ? 'bad' : 'good')}
    <span>${words.decidedBy}: <span class="items">${all.slice(0, mostDeciders).map((one) => html`<span>${decider(desk, one)}</span>`)}${all.length > mostDeciders ? '…' : ''}</span></span>
  </p>`;
}

function decider(desk: Desk, { name, verdict, count, location }: TraceDecider): TemplateResult {
  const { words } = desk.strings;
  const did = filled(verdict === 'denied' ? words.denied : words.allowed, countText(count));
  const title =
    location === null
      ? html`<strong>${name}</strong>`
      : html`<button class="link" title=${location} @click=${() => desk.say({ type: 'openLocation', location })}>${name}</button>`;
  return html`${title} <span class="soft">(${did})</span>`;
}

function files(desk: Desk, all: readonly TraceFile[]): TemplateResult {
  const { words } = desk.strings;
  if (all.length === 0) {
    return html`<p class="answer">${icon('files', 'idle')} <span class="soft">${words.noFiles}</span></p>`;
  }
  return html`<p class="answer">
    ${icon('files', 'run')}
    <span>${filled(words.filesChanged, countText(all.length))} <span class="items">${all.slice(0, mostFiles).map((file) => html`<span>${fileLink(desk, file)}</span>`)}${all.length > mostFiles ? '…' : ''}</span></span>
  </p>`;
}

/** A file that leads to what was changed in it. */
export function fileLink(desk: Pick<Desk, 'say' | 'strings'>, file: TraceFile): TemplateResult {
  const { path, preview_id, is_undone, op } = file;
  const { words } = desk.strings;
  return html`<button
      class="link mono"
      title=${words[op]}
      @click=${() => desk.say(preview_id === null ? { type: 'openFile', path } : { type: 'openChange', preview_id })}
      >${path}</button>${is_undone ? html` <span class="soft">(${words.undone})</span>` : nothing}`;
}
