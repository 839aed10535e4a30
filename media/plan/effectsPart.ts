import { html, nothing, type TemplateResult } from 'lit';
import { durationText, filled } from '../lib/texts';
import type { Desk } from './boardState';
import { listPart, stepLink } from './parts';

/** What saying yes would let the plan do: files, commands, hosts, questions, and what there is no way back from. */
export function effectsPart(desk: Desk): TemplateResult {
  const { board, strings } = desk.state;
  const { words } = strings;
  const code = (texts: readonly string[]) => texts.map((text) => html`<span class="mono">${text}</span>`);
  const irreversible = board.steps.filter((step) => step.irreversible !== null);
  return html`<h2 class="unseen">${words.effects}</h2>
    ${listPart(desk, words.files, code(board.files))}
    ${listPart(desk, words.commands, code(board.commands))}
    ${listPart(desk, words.hosts, code(board.hosts))}
    ${listPart(
      desk,
      words.asked,
      board.steps.filter(({ asks }) => asks).map(({ id }) => stepLink(desk, id)),
    )}
    ${listPart(
      desk,
      words.cannotUndo,
      irreversible.map(
        (step) => html`${stepLink(desk, step.id)} <span class="soft">${step.irreversible}</span>`,
      ),
    )}
    ${
      board.past.runs === 0 || board.past.duration_ms === null
        ? nothing
        : html`<p class="soft">
            ${filled(words.pastRuns, board.past.runs, durationText(board.past.duration_ms))}
          </p>`
    }`;
}
