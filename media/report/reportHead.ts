import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { FromRunReport } from '#protocol/views/report';
import { icon } from '../lib/icon';
import { isMoving, stateLook } from '../lib/states';
import { durationText, filled, timeText } from '../lib/texts';
import type { Desk } from './reportState';

/** How the run ended, in one sentence, and why when it did not succeed. */
export function reportHead(desk: Desk): TemplateResult {
  const { report, strings } = desk.state;
  const { words, states } = strings;
  const look = stateLook(report.status);
  return html`<header class="head">
    <p class="row">
      <span class="tag ${look.tone} outcome"
        >${icon(look.icon, isMoving(report.status) ? 'turning' : '')}${states[report.status] ?? report.status}</span
      >
      ${report.is_dry ? html`<span class="tag">${words.dryRun}</span>` : nothing}
      <span class="soft">${filled(words.plan, report.version)}</span>
      ${report.started_at === null ? nothing : html`<span class="soft">${filled(words.started, timeText(report.started_at))}</span>`}
    </p>
    <h1>${report.title}</h1>
    <p class="summary">${report.is_over ? report.summary : words.notYet}</p> ${failureNote(desk)}
    ${timeBar(desk)} ${actions(desk)}
  </header>`;
}

function failureNote({ state }: Desk): TemplateResult | typeof nothing {
  const { failure } = state.report;
  const { words } = state.strings;
  if (failure === null) {
    return nothing;
  }
  const detail = [failure.error_code, failure.attempts > 1 ? filled(words.attempts, failure.attempts) : null]
    .filter((part) => part !== null)
    .join(' · ');
  const title = failure.step_id === null ? words.failedRun : filled(words.failedAt, failure.step_id);
  return html`<div class="note bad" role="note">
    ${icon('error', 'bad')}
    <div>
      <p><strong>${title}</strong></p>
      <pre>${failure.message}</pre>
      ${detail === '' ? nothing : html`<p class="soft mono">${detail}</p>`}
      ${failure.needs_new_version ? html`<p>${words.needsNewVersion}</p>` : nothing}
    </div>
  </div>`;
}

/** How much of the time the run worked, and how much it waited for people. */
function timeBar({ state }: Desk): TemplateResult | typeof nothing {
  const { duration_ms, active_ms } = state.report;
  const { words } = state.strings;
  if (duration_ms === null || active_ms === null || duration_ms <= 0) {
    return nothing;
  }
  const waited = Math.max(0, duration_ms - active_ms);
  const share = (ms: number) => `flex-grow: ${Math.max(ms / duration_ms, ms > 0 ? 0.01 : 0)}`;
  return html`<div class="time">
    <div class="time-bar" aria-hidden="true">
      <span class="at-work" .style=${share(active_ms)}></span
      ><span class="at-wait" .style=${share(waited)}></span>
    </div>
    <p class="row soft">
      <span class="key at-work-key">${filled(words.active, durationText(active_ms))}</span>
      <span class="key at-wait-key">${filled(words.forPeople, durationText(waited))}</span>
    </p>
  </div>`;
}

function actions(desk: Desk): TemplateResult {
  const { report, strings, isTrusted } = desk.state;
  const { words } = strings;
  const button = (
    message: FromRunReport,
    image: string,
    label: string,
    isFirst = false,
  ) => html`<vscode-button
    ?secondary=${!isFirst}
    icon=${image}
    data-action=${message.type}
    @click=${() => desk.say(message)}
    >${label}</vscode-button
  >`;
  return html`<div class="actions">
    ${button({ type: 'openTrace' }, 'list-tree', words.openTrace, true)}
    ${button({ type: 'openPlan' }, 'type-hierarchy', words.openPlan)}
    ${report.is_over && isTrusted ? button({ type: 'rerun' }, 'debug-rerun', words.rerun) : nothing}
    ${button({ type: 'copy' }, 'copy', words.copy)}
    ${button({ type: 'export', format: 'markdown' }, 'markdown', words.exportMarkdown)}
    ${button({ type: 'export', format: 'json' }, 'json', words.exportJson)}
  </div>`;
}
