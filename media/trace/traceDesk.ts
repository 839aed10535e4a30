import type { FromTrace, TraceStrings } from '#protocol/views/trace';
import type { TimeWindow } from './time/timeWindow';
import type { TraceFrame } from './traceFrame';
import type { Desk } from './traceState';

/** The view as a desk is made from it. */
interface DeskSource extends Omit<Desk, 'strings' | 'say' | 'showWhole' | 'focusTree'> {
  readonly frame: TraceFrame;
  openDetails(): void;
  setWindow(window: TimeWindow | null): void;
}

/** What the parts around the tree are handed: what they draw, and what a person can do there. */
export function traceDesk(view: DeskSource, strings: TraceStrings, say: (message: FromTrace) => void): Desk {
  const { model, facts, details, total } = view;
  return {
    strings,
    model,
    facts,
    details,
    total,
    say,
    select: (span) => {
      view.select(span);
      view.openDetails();
    },
    search: (text) => view.search(text),
    goToHit: (isBack) => view.goToHit(isBack),
    setKind: (kind) => view.setKind(kind),
    setErrorsFirst: (isErrorFirst) => view.setErrorsFirst(isErrorFirst),
    foldAll: (isCollapsed) => view.foldAll(isCollapsed),
    zoom: (factor) => view.zoom(factor),
    showWhole: () => view.setWindow(null),
    closeDetails: () => view.closeDetails(),
    focusTree: () => view.frame.tree.focus(),
  };
}
