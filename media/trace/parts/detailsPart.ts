import { html, nothing, type TemplateResult } from 'lit';
import type { SpanDecision, SpanDetails, TraceFile } from '#protocol/views/trace';
import { icon } from '../../lib/icon';
import { countText, durationText, filled, sizeText, timeText } from '../../lib/texts';
import { kindIcon, spanName } from '../rows/spanName';
import type { Desk } from '../traceState';
import { isWait } from '../tree/waits';
import { fileLink } from './summaryPart';

/** Everything about the selected span: what went wrong first, then who decided, what came of it, and the record. */
export function detailsPart(desk: Desk): TemplateResult {
  const { model, strings } = desk;
  const { words } = strings;
  const details = detailsOf(desk);
  const error = model.store.errorOf(model.selected);
  return html`${detailsHead(desk)}
    <div class="details-body" tabindex="0" role="group" aria-label=${words.details}>
      ${error === '' ? nothing : html`<div class="note bad">${icon('error', 'bad')}<pre>${error}</pre></div>`}
      ${timesLine(desk)}
      ${
        details === undefined
          ? html`<p class="soft">${icon('loading', 'turning')} ${words.loading}</p>`
          : html`${links(desk, details)} ${decisions(desk, details)} ${changes(desk, details)}
            ${artifacts(desk, details)} ${events(desk, details)} ${attributes(desk, details)}`
      }
    </div>`;
}

/** What was told, as long as it is of the selected span. */
function detailsOf({ details, model }: Desk): SpanDetails | undefined {
  return details !== undefined && details.span_id === model.store.idOf(model.selected) ? details : undefined;
}

function detailsHead({ model, strings, closeDetails }: Desk): TemplateResult {
  const { words, kinds, states } = strings;
  const { store, selected } = model;
  const kind = isWait(store, selected) ? 'wait' : store.kindOf(selected);
  const isFailed = model.isFailed(selected);
  return html`<div class="details-head">
    ${icon(isFailed ? 'error' : kindIcon(kind), isFailed ? 'bad' : 'idle')}
    <h2>${spanName(store.nameOf(selected))}</h2>
    <span class="tag">${kinds[kind] ?? kind}</span>
    ${isFailed ? html`<span class="tag bad">${states['failed']}</span>` : nothing}
    <button class="tool" title=${words.close} aria-label=${words.close} @click=${closeDetails}>${icon('close')}</button>
  </div>`;
}

function timesLine({ model, strings }: Desk): TemplateResult {
  const { words } = strings;
  const { store, selected } = model;
  const { wholeUs, waitUs, isOpen } = model.times(selected);
  const parts = [
    filled(words.started, timeText(new Date((store.start[selected] ?? 0) / 1000).toISOString())),
    isOpen ? words.running : durationText(wholeUs / 1000),
  ];
  if (waitUs > 0) {
    parts.push(filled(words.active, durationText((wholeUs - waitUs) / 1000)));
    parts.push(filled(words.forPeople, durationText(waitUs / 1000)));
  }
  return html`<p class="soft">${parts.join(' · ')}</p>`;
}

function links(desk: Desk, { step_id }: SpanDetails): TemplateResult | typeof nothing {
  return step_id === null
    ? nothing
    : html`<p>
        <button class="link" data-action="step" @click=${() => desk.say({ type: 'openStep', step_id })}>${icon('type-hierarchy')} ${filled(desk.strings.words.step, step_id)}</button>
      </p>`;
}

function section(heading: string, content: TemplateResult): TemplateResult {
  return html`<section><h3>${heading}</h3>${content}</section>`;
}

function decisions(desk: Desk, details: SpanDetails): TemplateResult | typeof nothing {
  const { words } = desk.strings;
  return details.decisions.length === 0
    ? nothing
    : section(
        words.decisions,
        html`<ul>${details.decisions.map((one) => html`<li>${decision(desk, one)}</li>`)}</ul>`,
      );
}

function decision(desk: Desk, one: SpanDecision): TemplateResult {
  const { words } = desk.strings;
  const { verdict, location } = one;
  const word = { allow: words.verdictAllow, ask: words.verdictAsk, deny: words.verdictDeny }[verdict];
  const tone = { allow: 'good', ask: 'wait', deny: 'bad' }[verdict];
  const image = { allow: 'pass', ask: 'question', deny: 'circle-slash' }[verdict];
  return html`<div class="line">
    ${icon(image, tone)}
    <span>
      <strong>${word}</strong> <span class="mono">${one.tool}</span>
      <span class="block soft">${one.reason}</span>
      <span class="block">
        ${words.rule} <span class="mono">${one.rule_id}</span>
        ${
          one.is_linked
            ? html`<button class="link mono" data-action="rule" @click=${() => desk.say({ type: 'openLocation', location })}>${location}</button>`
            : html`<span class="soft mono">${location}</span>`
        }
      </span>
      ${one.actor === null ? nothing : html`<span class="block">${icon('person')} ${filled(words.approvedBy, one.actor)} <span class="soft">${one.source}</span></span>`}
      ${approvalLink(desk, one)}
    </span>
  </div>`;
}

function approvalLink(desk: Desk, { approval_id }: SpanDecision): TemplateResult | typeof nothing {
  return approval_id === null
    ? nothing
    : html`<button class="link block" data-action="approval" @click=${() => desk.say({ type: 'openApproval', approval_id })}>${icon('pass')} ${desk.strings.words.openApproval}</button>`;
}

function changes(desk: Desk, { files }: SpanDetails): TemplateResult | typeof nothing {
  const { words } = desk.strings;
  return files.length === 0
    ? nothing
    : section(
        words.changes,
        html`<ul>${files.map((file) => html`<li>${fileLink(desk, file)} <span class="soft">${words[file.op]}</span> ${openFile(desk, file)}</li>`)}</ul>`,
      );
}

/** The file as it is now, beside what was changed in it; without a recorded change its name leads there already. */
function openFile(desk: Desk, { path, op, preview_id }: TraceFile): TemplateResult | typeof nothing {
  const { openFile } = desk.strings.words;
  return op === 'delete' || preview_id === null
    ? nothing
    : html`<button class="tool" data-action="file" title=${openFile} aria-label="${openFile}: ${path}" @click=${() => desk.say({ type: 'openFile', path })}>${icon('go-to-file')}</button>`;
}

function artifacts(desk: Desk, { artifacts: all }: SpanDetails): TemplateResult | typeof nothing {
  return all.length === 0
    ? nothing
    : section(
        desk.strings.words.artifacts,
        html`<ul>${all.map(
          ({ name, sha256, size, media_type }) => html`<li>
            <button class="link mono" @click=${() => desk.say({ type: 'openArtifact', sha256 })}>${name}</button>
            <span class="soft">${media_type} · ${sizeText(size)}</span>
          </li>`,
        )}</ul>`,
      );
}

function events(desk: Desk, details: SpanDetails): TemplateResult | typeof nothing {
  const { words } = desk.strings;
  const left = details.event_count - details.events.length;
  return details.events.length === 0
    ? nothing
    : section(
        words.events,
        html`<ul>${details.events.map(
          ({ ts, type, level, summary }) => html`<li>
              <span class=${level === 'error' ? 'bad mono' : 'mono'}>${type}</span> ${summary}
              <span class="soft">${timeText(ts)}</span>
            </li>`,
        )}</ul>
          ${left > 0 ? html`<p class="soft">${filled(words.moreEvents, countText(left))}</p>` : nothing}`,
      );
}

function attributes(desk: Desk, details: SpanDetails): TemplateResult {
  const { words } = desk.strings;
  const { store, selected } = desk.model;
  const all = [{ name: words.service, text: store.serviceOf(selected) }, ...details.attributes];
  return section(
    words.attributes,
    html`<dl>${all.map(({ name, text }) => html`<dt class="soft">${name}</dt><dd class="mono">${text}</dd>`)}</dl>`,
  );
}
