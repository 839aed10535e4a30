import { html, type TemplateResult } from 'lit';
import { icon } from '../../lib/icon';
import { isMoving } from '../../lib/states';
import '../../lib/windowedList';
import { type BoardState, changeOf, type Desk, progressOf } from '../boardState';
import { riskText, stepLabel, stepLook } from './stepLook';
import { stepMarks } from './stepMarks';

const rowPx = 46;

/** The steps in the order of the plan, one below the other: the form for narrow places and for screen readers. */
export function stepList(desk: Desk): TemplateResult {
  const { state, change } = desk;
  const { steps } = state.board;
  const at = steps.findIndex(({ id }) => id === state.selected);
  const select = ({ detail }: CustomEvent<number>) => change({ selected: steps[detail]?.id ?? null });
  return html`<holdpoint-list
    class="step-list"
    .count=${steps.length}
    .rowHeight=${rowPx}
    .active=${Math.max(0, at)}
    .label=${state.strings.words.board}
    .version=${versionOf(state)}
    .renderRow=${rowOf(state)}
    @row-active=${select}
    @click=${(event: Event) => selectClicked(desk, event)}
    @row-open=${(event: CustomEvent<number>) => change({ selected: steps[event.detail]?.id ?? null, tab: 'step' })}
  ></holdpoint-list>`;
}

/** In a narrow place the step takes the whole room, so that a click goes there. */
function selectClicked({ state, change }: Desk, { target }: Event): void {
  const row = target instanceof Element ? target.closest<HTMLElement>('.windowed-row') : null;
  const step = state.board.steps[Number(row?.dataset['index'])];
  if (step !== undefined) {
    change({ selected: step.id, tab: 'step' });
  }
}

const versions = new WeakMap<object, number>();
let versionCount = 0;

/** A number that changes whenever what the rows show does. */
function versionOf({ run, board }: BoardState): number {
  const key = run ?? board;
  const known = versions.get(key);
  if (known !== undefined) {
    return known;
  }
  versionCount += 1;
  versions.set(key, versionCount);
  return versionCount;
}

let lastRow: { readonly state: BoardState; readonly draw: (index: number) => TemplateResult } | undefined;

/** The same function as long as it would draw the same, so that the list can leave its rows alone. */
function rowOf(state: BoardState): (index: number) => TemplateResult {
  const isSame =
    lastRow !== undefined &&
    lastRow.state.board === state.board &&
    lastRow.state.run === state.run &&
    lastRow.state.selected === state.selected;
  if (!isSame || lastRow === undefined) {
    lastRow = { state, draw: (index) => row(state, index) };
  }
  return lastRow.draw;
}

function row(state: BoardState, index: number): TemplateResult {
  const step = state.board.steps[index];
  if (step === undefined) {
    return html``;
  }
  const { words } = state.strings;
  const progress = progressOf(state).get(step.id);
  const change = changeOf(state).get(step.id);
  const look = stepLook(step, progress);
  return html`<div class="step-row ${step.id === state.selected ? 'chosen' : ''}">
    ${icon(look.icon, `${look.tone} ${isMoving(progress?.status ?? '') ? 'turning' : ''}`)}
    <span class="unseen">${stepLabel(step, progress, state.strings, change)}</span>
    <div class="step-text" aria-hidden="true">
      <div class="step-title">${step.title ?? step.id}</div>
      <div class="step-sub soft">
        <span class="mono">${step.tool}</span> · ${words[step.verdict]} · ${riskText(step, words)}
      </div>
    </div>
    ${stepMarks(step, words, change)}
  </div>`;
}
