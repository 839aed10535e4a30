import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { PlanAction } from '#protocol/views/plan';
import type { Desk } from '../boardState';
import { inputForm, reasonForm } from './forms';

/** The decisions a person can take now; those that are not open stand there with their reason. */
export function actionBar(desk: Desk): TemplateResult {
  const { bars, board, asking, run, strings, coversSteps } = desk.state;
  const { words } = strings;
  const isDecided = bars.approve !== null && bars.reject !== null;
  const shown: readonly PlanAction[] = run?.is_live
    ? ['cancel', 'resume']
    : isDecided
      ? ['run', 'dryRun']
      : ['approve', 'reject', 'run', 'dryRun'];
  const offered = shown.filter((action) => action !== 'resume' || bars.resume === null);
  const reason = offered.map((action) => bars[action]).find((bar) => bar !== null) ?? null;
  return html`<div class="actions">
      ${offered.map((action, index) => actionButton(desk, action, index === 0))}
      ${reason === null ? nothing : html`<span class="soft bar-reason">${reason}</span>`}
    </div>
    ${
      board.can_cover_steps && bars.approve === null && board.expected_prompts > 0
        ? html`<vscode-checkbox
            label=${words.coverSteps}
            ?checked=${coversSteps}
            @change=${(event: Event) =>
              desk.change({ coversSteps: (event.target as HTMLInputElement).checked })}
          ></vscode-checkbox>`
        : nothing
    }
    ${asking === 'reject' ? reasonForm(desk) : nothing}
    ${asking === 'run' || asking === 'dryRun' ? inputForm(desk, asking) : nothing}`;
}

const icons: Readonly<Record<PlanAction, string>> = {
  approve: 'check',
  reject: 'close',
  run: 'play',
  dryRun: 'beaker',
  cancel: 'debug-stop',
  resume: 'debug-continue',
};

function actionButton(desk: Desk, action: PlanAction, isFirst: boolean): TemplateResult {
  const { bars, busy, strings } = desk.state;
  const bar = bars[action];
  return html`<vscode-button
    icon=${icons[action]}
    ?secondary=${!isFirst}
    ?disabled=${bar !== null || busy !== null}
    title=${bar ?? nothing}
    data-action=${action}
    @click=${() => begin(desk, action)}
    >${strings.actions[action]}</vscode-button
  >`;
}

/** Some actions ask something first. */
function begin(desk: Desk, action: PlanAction): void {
  const { board, run, coversSteps, bars, busy } = desk.state;
  if (bars[action] !== null || busy !== null) {
    return;
  }
  if (action === 'approve') {
    const scope = coversSteps && board.can_cover_steps ? 'remaining' : 'plan';
    desk.say({ type: 'approve', hash: board.hash, scope });
  } else if (action === 'reject') {
    desk.change({ asking: 'reject' });
  } else if (action === 'run' || action === 'dryRun') {
    start(desk, action);
  } else if (run !== null) {
    desk.say({ type: action, run_id: run.run_id });
  }
}

function start(desk: Desk, action: 'run' | 'dryRun'): void {
  const { board } = desk.state;
  if (board.inputs.length > 0) {
    desk.change({ asking: action });
  } else {
    desk.say({ type: 'run', hash: board.hash, is_dry: action === 'dryRun', inputs: {} });
  }
}
