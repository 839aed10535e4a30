import { html, render } from 'lit';
import type { ChangeNews, ChangeStrings, ChangeTarget, ChangeWish } from '#protocol/views/change';
import { announce } from '../lib/announce';
import { type Line, openLine } from '../lib/line';
import type { WindowedList } from '../lib/windowedList';
import type { ChangeState, Desk, Kept } from './changeState';
import { changeView } from './changeView';
import { pressKey } from './keys';
import type { ChangeRow } from './rows/changeRow';
import { ChangeRows, sideBySidePx } from './rows/changeRows';
import type { TextRoom } from './rows/textWidth';

const root = document.getElementById('view') ?? document.body;
let state: Partial<ChangeState> = {
  isTrusted: false,
  path: '',
  filter: 'all',
  collapsed: new Set(),
  writing: null,
  draft: '',
  width: window.innerWidth,
  active: 0,
};
let rows: ChangeRows | undefined;
let isWanted = false;

const line: Line<Kept, ChangeWish> = openLine<ChangeTarget, ChangeStrings, ChangeNews, ChangeWish, Kept>({
  opened: ({ strings, is_trusted }) => change({ strings, isTrusted: is_trusted }),
  told: hear,
});
if (line.kept !== undefined) {
  const { path, filter, collapsed, draft } = line.kept;
  change({ path, filter, collapsed: new Set(collapsed), draft });
}
window.addEventListener('resize', () => change({ width: window.innerWidth }));
window.addEventListener('keydown', (event) => {
  if (isWhole(state) && rows !== undefined) {
    pressKey(deskOf(state), rows, event);
  }
});

function hear(message: ChangeNews): void {
  switch (message.type) {
    case 'review':
      change({ review: message.review });
      return;
    case 'state': {
      const { type: _, ...news } = message;
      if (state.review !== undefined) {
        if (news.closed !== null && state.review.closed === null) {
          announce(news.closed);
        }
        change({ review: { ...state.review, ...news } });
      }
      return;
    }
    case 'reveal':
      reveal(message.preview_id, message.hunk);
  }
}

/** Rows depend on these alone; a hunk's verdict matters to them only under a filter. */
const ofRows = ['path', 'filter', 'collapsed', 'width'] as const;

function change(changed: Partial<ChangeState>): void {
  const before = state;
  state = { ...state, ...changed };
  if (isWhole(state) && areOtherRows(before)) {
    const next = new ChangeRows(state);
    state = { ...state, active: activeIn(next, rows?.at(state.active)) };
    rows = next;
  }
  const { path = '', filter = 'all', collapsed = new Set<string>(), draft = '' } = state;
  line?.keep({ path, filter, collapsed: [...collapsed], draft });
  if (!isWanted) {
    isWanted = true;
    requestAnimationFrame(draw);
  }
}

/** The head that was active stays so among other rows; what is no head only keeps its place. */
function activeIn(next: ChangeRows, here: ChangeRow | undefined): number {
  const isHead = here?.kind === 'file' || here?.kind === 'hunk';
  const again = isHead
    ? next.headOf(here.file.preview_id, here.kind === 'hunk' ? here.hunk.index : null)
    : -1;
  return again >= 0 ? again : Math.min(state.active ?? 0, Math.max(0, next.count - 1));
}

function areOtherRows(before: Partial<ChangeState>): boolean {
  const [old, now] = [before.review, state.review];
  return (
    ofRows.some((name) => before[name] !== state[name]) ||
    old?.files !== now?.files ||
    old?.comments !== now?.comments ||
    (state.filter !== 'all' && old !== now)
  );
}

function isWhole(found: Partial<ChangeState>): found is ChangeState {
  return found.strings !== undefined && found.review !== undefined;
}

function deskOf(whole: ChangeState): Desk {
  return { state: whole, change, say: (wish) => line.post(wish), moveTo };
}

function draw(): void {
  isWanted = false;
  if (!isWhole(state) || rows === undefined) {
    render(
      html`<div class="loading" role="progressbar" aria-label=${state.strings?.loading ?? ''}></div>`,
      root,
    );
    return;
  }
  const { review, writing } = state;
  document.title = review.approval.title;
  render(changeView(deskOf(state), rows, roomOf(state.width)), root);
  if (writing !== null && document.activeElement?.closest('.writing') === null) {
    document.querySelector<HTMLElement>('.writing vscode-textarea')?.focus();
  }
}

function moveTo(row: number): void {
  document.querySelector<WindowedList>('holdpoint-list')?.focusRow(row);
}

function reveal(previewId: string, hunk: number): void {
  const at = rows?.headOf(previewId, hunk) ?? -1;
  if (at >= 0) {
    requestAnimationFrame(() => moveTo(at));
  }
}

let letterPx: number | undefined;

const scrollbarPx = 14;
/** Room of the numbers and the sign, as in the style sheet. */
const gutterPx = { narrow: 60, unified: 102, split: 66 };

/** How many letters fit beside the numbers and the sign. */
function roomOf(width: number): TextRoom {
  letterPx ??= measuredLetterPx();
  const isSplit = width >= sideBySidePx;
  const gutter = isSplit ? gutterPx.split : width < 480 ? gutterPx.narrow : gutterPx.unified;
  const textPx = (width - scrollbarPx) / (isSplit ? 2 : 1) - gutter;
  return { columns: Math.max(8, Math.floor(textPx / letterPx)) };
}

function measuredLetterPx(): number {
  const probe = document.createElement('span');
  probe.className = 'mono probe';
  probe.textContent = 'x'.repeat(100);
  document.body.append(probe);
  const width = probe.getBoundingClientRect().width / 100;
  probe.remove();
  return width > 0 ? width : 8;
}
