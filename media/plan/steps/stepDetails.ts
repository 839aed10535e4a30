import { html, nothing, type TemplateResult } from 'lit';
import type { BoardStep } from '#protocol/views/plan';
import { icon } from '../../lib/icon';
import { isMoving } from '../../lib/states';
import { durationText, filled } from '../../lib/texts';
import { changeOf, chosenStep, type Desk, progressOf } from '../boardState';
import { stepLink } from '../parts';
import { riskText, stepLook } from './stepLook';

/** Everything about the chosen step: what it does, with what, why it may, and what came of it. */
export function stepDetails(desk: Desk): TemplateResult {
  const step = chosenStep(desk.state);
  const { words } = desk.state.strings;
  if (step === undefined) {
    return html`<p class="soft">${words.noStep}</p>`;
  }
  return html`<div class="details">
    <h2>${step.title ?? step.id}</h2>
    <p class="mono soft">${step.id}</p>
    ${outcome(desk, step)}
    ${
      step.irreversible === null
        ? nothing
        : html`<div class="note wait">
            ${icon('warning', 'wait')}<span>${words.cannotUndo}: ${step.irreversible}</span>
          </div>`
    }
    <dl>
      ${fact(words.tool, html`<span class="mono">${step.tool}</span>`)} ${fact(words.effect, step.effect)}
      ${fact(words.risk, riskText(step, words))} ${fact(words.verdict, verdict(desk, step))}
      ${
        step.needs.length === 0
          ? nothing
          : fact(words.needs, html`<span class="links">${step.needs.map((id) => stepLink(desk, id))}</span>`)
      }
      ${step.condition === null ? nothing : fact(words.condition, html`<span class="mono">${step.condition}</span>`)}
      ${step.loop === null ? nothing : fact(words.loop, html`<span class="mono">${step.loop}</span>`)}
      ${step.touches.length === 0 ? nothing : fact(words.touches, html`<span class="mono">${step.touches.join(', ')}</span>`)}
      ${changeFact(desk, step)}
    </dl>
    ${step.jumps.map(
      ({ to, why }) =>
        html`<p class="soft">${filled(why === 'else' ? words.jumpElse : words.jumpError, to)}</p>`,
    )}
    ${inputs(desk, step)}
  </div>`;
}

function fact(name: string, value: string | TemplateResult): TemplateResult {
  return html`<dt class="soft">${name}</dt>
    <dd>${value}</dd>`;
}

function outcome(desk: Desk, step: BoardStep): TemplateResult | typeof nothing {
  const progress = progressOf(desk.state).get(step.id);
  const { words, states } = desk.state.strings;
  if (progress === undefined) {
    return nothing;
  }
  const look = stepLook(step, progress);
  const { started_at, ended_at, approval_id, error } = progress;
  const took =
    started_at === null || ended_at === null
      ? null
      : durationText(Date.parse(ended_at) - Date.parse(started_at));
  return html`<div class="row">
      <span class="tag ${look.tone}"
        >${icon(look.icon, isMoving(progress.status) ? 'turning' : '')}${states[progress.status] ?? progress.status}</span
      >
      ${progress.is_carried ? html`<span class="tag">${words.carried}</span>` : nothing}
      ${took === null ? nothing : html`<span class="soft">${took}</span>`}
      ${progress.attempts > 1 ? html`<span class="soft">${filled(words.attempts, progress.attempts)}</span>` : nothing}
    </div>
    ${error === null ? nothing : html`<div class="note bad">${icon('error', 'bad')}<pre class="error-text">${error}</pre></div>`}
    ${
      approval_id === null
        ? nothing
        : html`<div class="note wait">
            ${icon('bell', 'wait')}<span>${words.waitsHere}</span>
            <vscode-button @click=${() => desk.say({ type: 'openApproval', approval_id })}>${words.review}</vscode-button>
          </div>`
    }`;
}

/** The verdict, the rule that decided, its reason, and the place where it is written. */
function verdict(desk: Desk, step: BoardStep): TemplateResult {
  const { words } = desk.state.strings;
  const look = {
    allow: icon('pass', 'good'),
    ask: icon('shield', 'wait'),
    deny: icon('circle-slash', 'bad'),
  }[step.verdict];
  return html`<span class="verdict">${look} ${words[step.verdict]}</span> · <span class="mono">${step.rule_id}</span>
    <div class="soft">${step.reason}</div>
    ${
      step.is_linked
        ? html`<button
            class="link mono"
            @click=${() => desk.say({ type: 'openLocation', location: step.location })}
          >
            ${step.location}
          </button>`
        : html`<span class="mono soft">${step.location}</span>`
    }`;
}

function changeFact(desk: Desk, step: BoardStep): TemplateResult | typeof nothing {
  const change = changeOf(desk.state).get(step.id);
  const { difference } = desk.state.board;
  const { words } = desk.state.strings;
  if (change === undefined || difference === null) {
    return nothing;
  }
  const fields = difference.changed.find(({ step_id }) => step_id === step.id)?.fields ?? [];
  return fact(
    filled(words.changes, difference.from),
    `${words[change]}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`,
  );
}

function inputs(desk: Desk, step: BoardStep): TemplateResult | typeof nothing {
  const { words } = desk.state.strings;
  if (step.inputs.length === 0) {
    return nothing;
  }
  return html`<h3>${words.inputs}</h3>
    ${step.inputs.map(
      ({ name, text, left_out }) => html`<div class="input">
        <div class="mono soft">${name}</div>
        <pre tabindex=${text.length > 400 ? 0 : nothing} aria-label=${name}>${text}</pre>
        ${left_out === 0 ? nothing : html`<p class="soft">${filled(words.leftOut, left_out)}</p>`}
      </div>`,
    )}`;
}
