import { html, nothing, type TemplateResult } from 'lit';
import type { BoardRun } from '#protocol/views/plan';
import { icon } from '../../lib/icon';
import { isMoving, stateLook } from '../../lib/states';
import { filled, timeText } from '../../lib/texts';
import type { Desk } from '../boardState';

const ended: readonly string[] = ['succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'denied'];

/** How the run of this version stands: its state, how far it is, what waits for a person, and where to read on. */
export function runStrip(desk: Desk): TemplateResult | typeof nothing {
  const { run, board, strings } = desk.state;
  if (run === null) {
    return nothing;
  }
  const { words, states } = strings;
  const look = stateLook(run.status);
  const done = run.steps.filter(({ status }) => ended.includes(status)).length;
  const total = board.steps.length;
  return html`<section class="run-strip" aria-label=${words.runOf}>
    <div class="row">
      <span class="tag ${look.tone}"
        >${icon(look.icon, isMoving(run.status) ? 'turning' : '')}${run.is_dry ? words.dryRunOf : words.runOf}:
        ${states[run.status] ?? run.status}</span
      >
      <span class="soft">${filled(words.progress, done, total)}</span>
      ${run.started_at === null ? nothing : html`<span class="soft">${filled(words.since, timeText(run.started_at))}</span>`}
      <span class="space"></span>
      <button class="link" @click=${() => desk.say({ type: 'openTrace', run_id: run.run_id })}>
        ${icon('list-tree')} ${words.openTrace}
      </button>
      <button class="link" @click=${() => desk.say({ type: 'openReport', run_id: run.run_id })}>
        ${icon('output')} ${words.openReport}
      </button>
    </div>
    <progress class="bar ${look.tone}" max=${Math.max(1, total)} .value=${done} aria-label=${words.runOf}></progress>
    ${waiting(desk, run)}
  </section>`;
}

/** A few at most: a plan that asks for fifty things at once is decided in the queue. */
function waiting(desk: Desk, run: BoardRun): TemplateResult | typeof nothing {
  const { words } = desk.state.strings;
  const open = run.steps.filter(({ approval_id }) => approval_id !== null);
  if (open.length === 0) {
    return nothing;
  }
  return html`<ul class="waiting">
    ${open.slice(0, 3).map(
      ({ step_id, approval_id }) => html`<li class="row">
        ${icon('bell', 'wait')}<span>${filled(words.waiting, step_id)}</span>
        <vscode-button
          @click=${() => approval_id !== null && desk.say({ type: 'openApproval', approval_id })}
          >${words.review}</vscode-button
        >
      </li>`,
    )}
    ${open.length > 3 ? html`<li class="soft">${filled(words.more, open.length - 3)}</li>` : nothing}
  </ul>`;
}
