import { html, nothing, type TemplateResult } from 'lit';
import type { ReportStep } from '#protocol/views/report';
import { icon } from '../lib/icon';
import { stateLook } from '../lib/states';
import { durationText, filled } from '../lib/texts';
import './durationChart';
import type { Desk } from './reportState';
import { lines, section } from './section';

/** Fewer bars than this are read faster than looked at. */
const leastBars = 4;

/** The steps in the order in which they began, and where the time went. */
export function stepsPart(desk: Desk): TemplateResult {
  const { report, strings } = desk.state;
  const { words } = strings;
  const waits = new Map(report.approvals.map(({ about, wait_ms }) => [about, wait_ms ?? 0]));
  const bars = report.steps
    .filter(({ duration_ms }) => duration_ms !== null)
    .map(({ step_id, duration_ms }) => ({
      label: step_id,
      workMs: duration_ms ?? 0,
      waitMs: waits.get(step_id) ?? 0,
    }));
  return section(
    'steps',
    words.steps,
    html`${
      bars.length < leastBars
        ? nothing
        : html`<figure>
            <figcaption class="row soft">
              ${words.chart}
              <span class="key at-work-key">${words.working}</span>
              <span class="key at-wait-key">${words.waited}</span>
            </figcaption>
            <holdpoint-durations .bars=${bars} .label=${words.chart}></holdpoint-durations>
          </figure>`
    }${lines(desk, 'steps', report.steps, (step) => stepLine(desk, step))}`,
    report.steps.length,
  );
}

function stepLine({ state }: Desk, step: ReportStep): TemplateResult {
  const { words, states } = state.strings;
  const look = stateLook(step.status);
  return html`<div class="line">
    ${icon(look.icon, look.tone)}
    <span class="grow">
      ${step.title ?? step.step_id} <span class="mono soft">${step.step_id}</span>
      ${step.error === null ? nothing : html`<span class="block mono error">${step.error}</span>`}
    </span>
    <span class="soft end">
      ${states[step.status] ?? step.status}${step.is_carried ? `, ${words.carried}` : ''}
      ${step.attempts > 1 ? html`<span class="block">${filled(words.attempts, step.attempts)}</span>` : nothing}
    </span>
    <span class="soft took">${step.duration_ms === null ? '–' : durationText(step.duration_ms)}</span>
  </div>`;
}
