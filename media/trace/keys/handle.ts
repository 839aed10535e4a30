import { spanName } from '../rows/spanName';
import type { TraceView } from '../traceView';
import { nextSpan } from '../tree/treeWalk';
import { type TreeWish, treeWish } from './treeKeys';
import { TypeAhead } from './typeAhead';

/** Lets a person act on the tree by keyboard and pointer. */
export function handleTree(view: TraceView): void {
  const { tree } = view.frame;
  const typeAhead = new TypeAhead();
  tree.addEventListener('keydown', (event) => {
    const wish = treeWish(event, {
      hasHits: view.model.hits.length > 0,
      isTyping: typeAhead.isTyping(performance.now()),
    });
    if (wish !== undefined) {
      event.preventDefault();
      carryOut(view, wish, typeAhead);
    }
  });
  tree.addEventListener('focus', () => {
    if (view.model.selected < 0) {
      view.select(view.model.rows[0] ?? -1);
    }
  });
  tree.addEventListener('click', (event) => click(view, event));
  tree.addEventListener('dblclick', (event) => {
    const span = view.tree.spanAt(event.target);
    if (span >= 0 && view.model.hasChildren(span)) {
      view.fold(span, !view.model.isCollapsed(span));
    }
  });
  tree.addEventListener('wheel', (event) => turnWheel(view, event), { passive: false });
}

function click(view: TraceView, event: MouseEvent): void {
  const span = view.tree.spanAt(event.target);
  if (span < 0) {
    return;
  }
  const isFold = event.target instanceof Element && event.target.closest('.fold') !== null;
  if (isFold && view.model.hasChildren(span)) {
    view.fold(span, !view.model.isCollapsed(span));
    return;
  }
  view.select(span);
  view.openDetails();
}

/** With Ctrl the wheel zooms around the time under the pointer. */
function turnWheel(view: TraceView, event: WheelEvent): void {
  const room = view.frame.axis.querySelector('.axis-room')?.getBoundingClientRect();
  if (!event.ctrlKey || room === undefined) {
    return;
  }
  event.preventDefault();
  const { from, to } = view.window;
  const share = Math.min(1, Math.max(0, (event.clientX - room.left) / Math.max(1, room.width)));
  view.zoom(1.0015 ** event.deltaY, from + share * (to - from));
}

function carryOut(view: TraceView, wish: TreeWish, typeAhead: TypeAhead): void {
  switch (wish.wish) {
    case 'move':
      moveBy(view, wish.by);
      break;
    case 'page':
      moveBy(view, wish.by * Math.max(1, view.tree.pageSize - 1));
      break;
    case 'edge':
      view.select((wish.isLast ? view.model.rows.at(-1) : view.model.rows[0]) ?? -1);
      break;
    case 'type':
      goToName(view, typeAhead.add(wish.letter, performance.now()));
      break;
    case 'hit':
      view.goToHit(wish.isBack);
      break;
    case 'error':
      view.select(view.model.nextError(view.model.selected));
      break;
    case 'zoom':
      view.zoom(wish.factor);
      break;
    case 'pan':
      view.pan(wish.part);
      break;
    default:
      carryOutPlain(view, wish.wish);
      break;
  }
}

function carryOutPlain(view: TraceView, wish: PlainWish): void {
  const acts: Readonly<Record<PlainWish, () => void>> = {
    open: () => open(view),
    shut: () => shut(view),
    openAll: () => view.foldAll(false),
    details: () => view.openDetails(),
    close: () => view.closeDetails(),
    search: () => view.focusSearch(),
    whole: () => view.setWindow(null),
  };
  acts[wish]();
}

type PlainWish = Exclude<
  TreeWish['wish'],
  'move' | 'page' | 'edge' | 'type' | 'hit' | 'error' | 'zoom' | 'pan'
>;

function moveBy(view: TraceView, by: number): void {
  const { rows, selected } = view.model;
  const row = rows.indexOf(selected);
  view.select(rows[Math.max(0, Math.min(rows.length - 1, row + by))] ?? -1);
}

/** Opens a folded span; in an open one goes to the first below it. */
function open(view: TraceView): void {
  const { model } = view;
  const span = model.selected;
  if (span >= 0 && model.hasChildren(span)) {
    if (model.isCollapsed(span)) {
      view.fold(span, false);
    } else {
      moveBy(view, 1);
    }
  }
}

/** Folds an open span; from a folded one, or one with nothing below it, goes to the one above. */
function shut(view: TraceView): void {
  const { model } = view;
  const span = model.selected;
  if (span < 0) {
    return;
  }
  if (model.hasChildren(span) && !model.isCollapsed(span)) {
    view.fold(span, true);
  } else {
    view.select(model.tree.parent[span] ?? -1);
  }
}

function goToName(view: TraceView, { text, isNext }: { text: string; isNext: boolean }): void {
  const { model } = view;
  const fits = (span: number) => spanName(model.store.nameOf(span)).toLowerCase().startsWith(text);
  const isRow = (span: number) => fits(span) && model.rows.includes(span);
  const { selected } = model;
  view.select(!isNext && selected >= 0 && fits(selected) ? selected : nextSpan(model.tree, selected, isRow));
}
