import { html, render } from 'lit';
import type { FromPlanBoard, PlanStrings, PlanTarget, ToPlanBoard } from '#protocol/views/plan';
import { announce } from '../lib/announce';
import { type Line, openLine } from '../lib/line';
import type { BoardState, Kept, Unreadable } from './boardState';
import { boardView } from './boardView';
import { unreadableView } from './head/notes';

const narrowPx = 760;
const root = document.getElementById('view') ?? document.body;
const freshBars = { approve: null, reject: null, run: null, dryRun: null, cancel: null, resume: null };

let strings: PlanStrings | undefined;
let unreadable: Unreadable | undefined;
let state: Partial<BoardState> = {
  isTrusted: false,
  isConnected: true,
  run: null,
  bars: freshBars,
  busy: null,
  asking: null,
  coversSteps: false,
  isNarrow: window.innerWidth < narrowPx,
  selected: null,
  form: null,
  tab: 'effects',
  reason: '',
  inputs: {},
};
let isWanted = false;

const line: Line<Kept, FromPlanBoard> = openLine<PlanTarget, PlanStrings, ToPlanBoard, FromPlanBoard, Kept>({
  opened: (opening) => {
    strings = opening.strings;
    change({ strings: opening.strings, isTrusted: opening.is_trusted });
  },
  told: hear,
});
change({ ...line.kept });
window.addEventListener('resize', () => change({ isNarrow: window.innerWidth < narrowPx }));

function hear(message: ToPlanBoard): void {
  if (message.type === 'unreadable' || message.type === 'board') {
    unreadable = message.type === 'unreadable' ? message : undefined;
  }
  if (message.type === 'progress') {
    sayProgress(message.run?.status);
  }
  change(changeBy(message));
}

function changeBy(message: ToPlanBoard): Partial<BoardState> {
  switch (message.type) {
    case 'board':
      return { board: message.board, run: message.run, bars: message.bars };
    case 'progress':
      return { run: message.run, bars: message.bars };
    case 'select':
      return { selected: message.step_id, tab: 'step' };
    case 'busy':
      return { busy: message.action, ...(message.action === null ? {} : { asking: null }) };
    case 'unreadable':
      return {};
    case 'connection':
      return { isConnected: message.is_connected };
  }
}

/** A run that changes its state is news; each step of it is not. */
function sayProgress(status: string | undefined): void {
  if (status !== undefined && status !== state.run?.status && strings !== undefined) {
    announce(`${strings.words.runOf}: ${strings.states[status] ?? status}`);
  }
}

function change(changed: Partial<BoardState>): void {
  state = { ...state, ...changed };
  const { selected = null, form = null, tab = 'effects', reason = '', inputs = {} } = state;
  line?.keep({ selected, form, tab, reason, inputs });
  if (!isWanted) {
    isWanted = true;
    requestAnimationFrame(draw);
  }
}

function draw(): void {
  isWanted = false;
  if (strings === undefined) {
    return;
  }
  if (unreadable !== undefined) {
    render(unreadableView(unreadable, strings), root);
  } else if (state.board === undefined) {
    render(html`<div class="loading" role="progressbar" aria-label=${strings.words.board}></div>`, root);
  } else {
    const whole = state as BoardState;
    document.title = whole.board.title;
    render(boardView({ state: whole, say: (message) => line.post(message), change }), root);
  }
}
