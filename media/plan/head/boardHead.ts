import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { icon } from '../../lib/icon';
import { stateLook } from '../../lib/states';
import { countText, filled, timeText } from '../../lib/texts';
import type { Desk } from '../boardState';
import { actionBar } from './actionBar';
import { notes } from './notes';
import { runStrip } from './runStrip';

/** What the plan is, how it stands, what it costs to say yes, and the buttons to do so. */
export function boardHead(desk: Desk): TemplateResult {
  const { board } = desk.state;
  const { words } = desk.state.strings;
  return html`<header class="head">
    <div class="row title-row">
      <h1>${board.title}</h1>
      ${stateTag(desk)}
      <span class="space"></span>
      ${versionChoice(desk)}
    </div>
    <p class="soft meta">
      ${filled(words.author, board.created_by, timeText(board.created_at))} · ${words.profile}
      ${board.profile} · ${words.executor} ${board.executor} ·
      <span class="mono" title=${board.hash}>${board.hash.slice(0, 19)}…</span>
    </p>
    ${board.goal === null ? nothing : html`<p class="goal">${board.goal}</p>`}
    ${
      board.acceptance.length === 0
        ? nothing
        : html`<p class="soft">${words.acceptance}: ${board.acceptance.join(' · ')}</p>`
    }
    ${consequences(desk)} ${actionBar(desk)} ${notes(desk)} ${runStrip(desk)}
  </header>`;
}

function stateTag({ state }: Desk): TemplateResult {
  const { status, decided, votes } = state.board;
  const { states, words } = state.strings;
  const look = stateLook(status);
  const by =
    status === 'approved' && decided !== null && decided.at !== null
      ? filled(words.approvedBy, decided.actor ?? '', timeText(decided.at))
      : (states[status] ?? status);
  const given = votes === null ? '' : ` · ${filled(words.votes, votes.given, votes.required)}`;
  return html`<span class="tag ${look.tone}">${icon(look.icon)}${by}${given}</span>`;
}

function versionChoice({ state, say }: Desk): TemplateResult {
  const { version, versions } = state.board;
  const { words, states } = state.strings;
  const choose = (event: Event) => {
    const chosen = Number((event.target as HTMLInputElement).value);
    if (chosen !== version) {
      say({ type: 'version', version: chosen });
    }
  };
  return html`<label class="version">
    <span class="soft">${words.version}</span>
    ${
      // The component reads its options once: another state of a version is another list.
      keyed(
        JSON.stringify([version, versions]),
        html`<vscode-single-select label=${words.version} .value=${String(version)} @change=${choose}>
      ${versions.map(
        (own) => html`<vscode-option value=${own.version} ?selected=${own.version === version}
          >${filled(words.versionOf, own.version, states[own.status] ?? own.status)}</vscode-option
        >`,
      )}
    </vscode-single-select>`,
      )
    }
  </label>`;
}

/** The blast radius in one line. */
function consequences({ state }: Desk): TemplateResult {
  const { board, strings } = state;
  const { words } = strings;
  const irreversible = board.steps.filter((step) => step.irreversible !== null).length;
  const asks =
    board.expected_prompts === 0
      ? words.asksNobody
      : board.expected_prompts === 1
        ? words.asksOnce
        : filled(words.asksOften, countText(board.expected_prompts));
  const undo =
    irreversible === 1 ? words.irreversibleOne : filled(words.irreversibleMany, countText(irreversible));
  const fact = (image: string, text: string, tone = '') => html`<li>${icon(image, tone)}${text}</li>`;
  return html`<ul class="consequences">
    ${fact('list-ordered', filled(words.steps, countText(board.steps.length)))}
    ${fact('file', `${words.files}: ${countText(board.files.length)}`)}
    ${fact('terminal', `${words.commands}: ${countText(board.commands.length)}`)}
    ${fact('globe', `${words.hosts}: ${countText(board.hosts.length)}`)}
    ${fact('person', asks)}
    ${irreversible === 0 ? nothing : fact('warning', undo, 'wait')}
  </ul>`;
}
