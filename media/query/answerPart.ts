import { html, nothing, type TemplateResult } from 'lit';
import type { AnsweredSpan, AnsweredTrace, NamedText, QueryAnswer } from '#protocol/views/query';
import { icon } from '../lib/icon';
import { countText, durationText, filled, timeText } from '../lib/texts';
import type { Desk } from './queryState';
import { seriesPart } from './seriesPart';

/** What a query found, as a list or as a chart; why there is nothing, where there is nothing. */
export function answerPart(desk: Desk): TemplateResult {
  const { answer, refusal, isAsking, strings } = desk.state;
  const { words } = strings;
  if (isAsking) {
    return html`<p class="soft" role="status">${icon('loading', 'turning')} ${words.asking}</p>`;
  }
  if (refusal !== undefined) {
    return html`<div class="note bad" role="alert">${icon('error', 'bad')}<span>${refusal}</span></div>`;
  }
  if (answer === undefined) {
    return html`<p class="soft">${words.welcome}</p>`;
  }
  return html`${partialNote(desk, answer)}
  ${answer.series === null ? traces(desk, answer) : seriesPart(desk, answer.series)}`;
}

function partialNote({ state }: Desk, { partial, spans_read }: QueryAnswer): TemplateResult | typeof nothing {
  const { words } = state.strings;
  return partial === null
    ? nothing
    : html`<div class="note wait" role="status">
        ${icon('info')}<span
          >${filled(partial === 'time' ? words.partialTime : words.partialSpans, countText(spans_read))}</span
        >
      </div>`;
}

function traces(desk: Desk, { traces: found, spans_read }: QueryAnswer): TemplateResult {
  const { words } = desk.state.strings;
  if (found.length === 0) {
    return html`<p>${icon('pass', 'good')} ${filled(words.noneFound, countText(spans_read))}</p>`;
  }
  const matched = found.reduce((sum, trace) => sum + trace.matched, 0);
  return html`<h2>
      ${filled(words.found, countText(found.length))}
      <span class="soft count">${filled(words.matched, countText(matched))}</span>
    </h2>
    <ul class="traces">
      ${found.map((trace) => html`<li class="card">${traceCard(desk, trace)}</li>`)}
    </ul>`;
}

function traceCard(desk: Desk, trace: AnsweredTrace): TemplateResult {
  const { words } = desk.state.strings;
  return html`<h3>${trace.title}</h3>
    <p class="soft">
      ${[filled(words.started, timeText(trace.started_at)), durationText(trace.duration_ms), filled(words.matched, countText(trace.matched))].join(' · ')}
    </p>
    ${trace.sets.map(
      ({ attributes, spans }) => html`<div class="set">
        ${attributes.length === 0 ? nothing : html`<p class="row">${attributes.map((one) => valueTag(one))}</p>`}
        <ul>
          ${spans.map((span) => html`<li>${spanLine(desk, trace, span)}</li>`)}
        </ul>
      </div>`,
    )}`;
}

function spanLine({ state, say }: Desk, { trace_id }: AnsweredTrace, span: AnsweredSpan): TemplateResult {
  const { span_id, name, status, duration_ms, selected } = span;
  const isFailed = status === 'ERROR';
  return html`<button
      class="link span-link"
      title=${state.strings.words.span}
      @click=${() => say({ type: 'openSpan', trace_id, span_id })}
    >
      ${icon(isFailed ? 'error' : 'list-tree', isFailed ? 'bad' : 'idle')} <span>${name}</span>
    </button>
    ${isFailed ? html`<span class="unseen">${state.strings.states['failed']}</span>` : nothing}
    <span class="soft took">${duration_ms === null ? '–' : durationText(duration_ms)}</span>
    ${selected.map((one) => valueTag(one))}`;
}

function valueTag({ name, text }: NamedText): TemplateResult {
  return html`<span class="value"><span class="soft">${name}</span> <span class="mono">${text}</span></span>`;
}
