import { html, nothing, type TemplateResult } from 'lit';
import type { PlanStrings } from '#protocol/views/plan';
import { icon } from '../../lib/icon';
import { countText, filled, timeText } from '../../lib/texts';
import type { Desk, Unreadable } from '../boardState';

const mostShown = 3;
const mostWarnings = 100;

/** What a person must know before anything else: each a note with an icon and words. */
export function notes(desk: Desk): TemplateResult {
  return html`${connectionNote(desk)}${failureNote(desk)}${denialNote(desk)}${rejectionNote(desk)}${irreversibleNote(desk)}${warningsNote(desk)}`;
}

/** A plan that cannot be shown: why, and where. */
export function unreadableView({ message, problems }: Unreadable, { words }: PlanStrings): TemplateResult {
  return html`<div class="empty">
    ${icon('warning', 'wait big')}
    <h1>${words.unreadable}</h1>
    <p>${message}</p>
    ${
      problems.length === 0
        ? nothing
        : html`<ul class="problems">
            ${problems.map(
              (problem) => html`<li>
                <span class="mono soft">${problem.place}</span> ${problem.message}
              </li>`,
            )}
          </ul>`
    }
  </div>`;
}

function note(tone: string, image: string, content: TemplateResult | string): TemplateResult {
  return html`<div class="note ${tone}" role="note">${icon(image, tone)}<div>${content}</div></div>`;
}

function connectionNote({ state }: Desk): TemplateResult | typeof nothing {
  return state.isConnected ? nothing : note('wait', 'debug-disconnect', state.strings.words.disconnected);
}

function failureNote(desk: Desk): TemplateResult | typeof nothing {
  const { failure, version } = desk.state.board;
  const { words } = desk.state.strings;
  if (failure === null) {
    return nothing;
  }
  const sentence =
    failure.step_id === null
      ? filled(words.failedWithout, failure.version, failure.message)
      : filled(words.failedAt, failure.version, failure.step_id, failure.message);
  const report = html`<button
    class="link"
    @click=${() => desk.say({ type: 'openReport', run_id: failure.run_id })}
  >
    ${words.openReport}
  </button>`;
  return note(
    'bad',
    'error',
    html`<p>${sentence}</p>
      <p class="soft">${failure.version >= version ? words.needsNewVersion : nothing} ${report}</p>`,
  );
}

function denialNote({ state }: Desk): TemplateResult | typeof nothing {
  const count = state.board.steps.filter(({ verdict }) => verdict === 'deny').length;
  return count === 0 ? nothing : note('bad', 'circle-slash', filled(state.strings.words.denied, count));
}

function rejectionNote({ state }: Desk): TemplateResult | typeof nothing {
  const { decided } = state.board;
  if (decided?.status !== 'rejected') {
    return nothing;
  }
  const by = filled(state.strings.words.rejectedBy, decided.actor ?? '', timeText(decided.at ?? ''));
  return note('bad', 'error', html`<p>${by}</p><p>${decided.reason ?? ''}</p>`);
}

/** What cannot be taken back is said before anybody approves, step by step. */
function irreversibleNote({ state, change }: Desk): TemplateResult | typeof nothing {
  const { words } = state.strings;
  const steps = state.board.steps.filter(({ irreversible }) => irreversible !== null);
  if (steps.length === 0 || state.run !== null) {
    return nothing;
  }
  const shown = steps.slice(0, mostShown);
  const left = steps.length - shown.length;
  return note(
    'wait',
    'warning',
    html`<p><strong>${words.cannotUndo}</strong></p>
      <ul>
        ${shown.map(
          ({ id, irreversible }) => html`<li>
            <button class="link mono" @click=${() => change({ selected: id, tab: 'step' })}>${id}</button>
            <span class="soft">${irreversible}</span>
          </li>`,
        )}
        ${left > 0 ? html`<li class="soft">${filled(words.more, left)}</li>` : nothing}
      </ul>`,
  );
}

/** What is stored may not be what its file says: whoever approves is told of the difference; many are folded away. */
function warningsNote({ state }: Desk): TemplateResult | typeof nothing {
  const { warnings } = state.board;
  const { words } = state.strings;
  if (warnings.length === 0 || state.run !== null) {
    return nothing;
  }
  const shown = warnings.slice(0, mostWarnings);
  const left = warnings.length - shown.length;
  return note(
    'idle',
    'info',
    html`<details class="warnings" ?open=${warnings.length <= mostShown}>
      <summary>${words.warnings} (${countText(warnings.length)})</summary>
      <ul>
        ${shown.map(({ place, message }) => html`<li><span class="mono soft">${place}</span> ${message}</li>`)}
        ${left > 0 ? html`<li class="soft">${filled(words.more, countText(left))}</li>` : nothing}
      </ul>
    </details>`,
  );
}
