import { html, nothing, type TemplateResult } from 'lit';
import type { ComparedStep, Side, SteppedRun } from '#protocol/views/compare';
import { icon } from '../lib/icon';
import { stateLook } from '../lib/states';
import { durationText, filled } from '../lib/texts';
import type { Desk } from './compareState';

/** Every step of either plan with how it went in both runs. */
export function stepsTable(desk: Desk): TemplateResult {
  const { words } = desk.strings;
  const { steps } = desk.comparison;
  const longest = Math.max(
    1,
    ...steps.flatMap(({ left, right }) => [left?.duration_ms ?? 0, right?.duration_ms ?? 0]),
  );
  const same = steps.filter(({ plan }) => plan === 'same').length;
  return html`<section>
    <h2>${words.steps} <span class="soft">${filled(words.sameSteps, same)}</span></h2>
    <div class="table-room" tabindex="0" role="group" aria-label=${words.steps}>
      <table>
        <thead>
          <tr>
            ${[words.step, words.first, words.second, words.difference].map((word) => html`<th scope="col">${word}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${steps.map((step) => stepRow(desk, step, longest))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function stepRow(desk: Desk, step: ComparedStep, longest: number): TemplateResult {
  const { words } = desk.strings;
  const planWord = {
    same: words.planSame,
    changed: words.planChanged,
    added: words.planAdded,
    removed: words.planRemoved,
  }[step.plan];
  const side: Side = step.plan === 'removed' ? 'left' : 'right';
  return html`<tr class=${step.plan} data-step=${step.step_id}>
    <th scope="row">
      <button class="link mono" @click=${() => desk.say({ type: 'openStep', side, step_id: step.step_id })}>${step.step_id}</button>
      ${step.plan === 'same' ? html`<span class="unseen">${planWord}</span>` : html`<span class="tag wait">${icon('diff')}${planWord}</span>`}
      ${step.fields.length === 0 ? nothing : html`<span class="soft block">${filled(words.changed, step.fields.join(', '))}</span>`}
    </th>
    <td>${stepped(desk, step.left, longest)}</td>
    <td>${stepped(desk, step.right, longest)}</td>
    <td class="number">${difference(desk, step)}</td>
  </tr>`;
}

function stepped({ strings }: Desk, run: SteppedRun | null, longest: number): TemplateResult {
  const { words, states } = strings;
  if (run === null) {
    return html`<span class="soft">${words.notThere}</span>`;
  }
  const look = stateLook(run.status);
  const share = Math.round((100 * (run.duration_ms ?? 0)) / longest);
  const notes = [
    run.is_carried ? words.carried : null,
    run.attempts > 1 ? filled(words.attempts, run.attempts) : null,
  ].filter((note) => note !== null);
  return html`<span class="stepped">
      ${icon(look.icon, look.tone)} ${states[run.status] ?? run.status}
      <span class="soft">${run.duration_ms === null ? '–' : durationText(run.duration_ms)}</span>
    </span>
    <meter class="time ${look.tone}" min="0" max="100" .value=${share} aria-hidden="true"></meter>
    ${notes.length === 0 ? nothing : html`<span class="soft block">${notes.join(' · ')}</span>`}
    ${run.error === null ? nothing : html`<span class="mono error block">${run.error}</span>`}`;
}

/** How much longer or shorter the second took; nothing where one of them has no time. */
function difference({ strings }: Desk, { left, right }: ComparedStep): TemplateResult | typeof nothing {
  const { states } = strings;
  if (left === null || right === null || left.duration_ms === null || right.duration_ms === null) {
    return nothing;
  }
  const by = right.duration_ms - left.duration_ms;
  const isOther = left.status !== right.status;
  return html`${by < 0 ? '−' : '+'}${durationText(Math.abs(by))}
  ${isOther ? html`<span class="block">${states[left.status] ?? left.status} → ${states[right.status] ?? right.status}</span>` : nothing}`;
}
