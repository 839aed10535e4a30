import { html, type TemplateResult } from 'lit';
import type { BoardStep } from '#protocol/views/plan';
import { icon } from '../../lib/icon';
import { isMoving } from '../../lib/states';
import { type BoardState, changeOf, type Desk, progressOf } from '../boardState';
import { stepLabel, stepLook } from './stepLook';
import { stepMarks } from './stepMarks';

/** The steps as a graph. */
export function stepMap({ state, change }: Desk): TemplateResult {
  const { words } = state.strings;
  const byId = stepsById(state);
  const toneOf = (id: string) => {
    const step = byId.get(id);
    return step === undefined ? 'idle' : stepLook(step, progressOf(state).get(id)).tone;
  };
  return html`<holdpoint-graph
    .steps=${state.board.steps}
    .chosen=${state.selected}
    .drawStep=${(step: BoardStep) => drawnStep(state, step)}
    .labelOf=${(step: BoardStep) =>
      stepLabel(step, progressOf(state).get(step.id), state.strings, changeOf(state).get(step.id))}
    .toneOf=${toneOf}
    .texts=${{
      label: `${words.board}. ${words.graphHint}`,
      zoomIn: words.zoomIn,
      zoomOut: words.zoomOut,
      fit: words.fit,
    }}
    @step-chosen=${({ detail }: CustomEvent<string>) => change({ selected: detail })}
    @step-open=${({ detail }: CustomEvent<string>) => change({ selected: detail, tab: 'step' })}
  ></holdpoint-graph>`;
}

let known:
  | { readonly steps: readonly BoardStep[]; readonly byId: ReadonlyMap<string, BoardStep> }
  | undefined;

function stepsById({ board }: BoardState): ReadonlyMap<string, BoardStep> {
  if (known?.steps !== board.steps) {
    known = { steps: board.steps, byId: new Map(board.steps.map((step) => [step.id, step])) };
  }
  return known.byId;
}

function drawnStep(state: BoardState, step: BoardStep): TemplateResult {
  const { words } = state.strings;
  const progress = progressOf(state).get(step.id);
  const look = stepLook(step, progress);
  return html`${icon(look.icon, `${look.tone} ${isMoving(progress?.status ?? '') ? 'turning' : ''}`)}
    <span class="step-text" aria-hidden="true">
      <span class="step-title">${step.title ?? step.id}</span>
      <span class="step-sub soft"><span class="mono">${step.tool}</span> · ${words[step.verdict]}</span>
    </span>
    ${stepMarks(step, words, changeOf(state).get(step.id))}`;
}
