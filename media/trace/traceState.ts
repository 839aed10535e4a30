import type { FromTrace, SpanDetails, TraceFacts, TraceStrings } from '#protocol/views/trace';
import type { TimeWindow } from './time/timeWindow';
import type { TraceModel } from './traceModel';

/** What the parts around the tree draw and act on. */
export interface Desk {
  readonly strings: TraceStrings;
  readonly model: TraceModel;
  /** Null where the trace belongs to no run. */
  readonly facts: TraceFacts | null | undefined;
  readonly details: SpanDetails | undefined;
  readonly total: number;
  say(message: FromTrace): void;
  /** Selects a span and brings it into sight. */
  select(span: number): void;
  search(text: string): void;
  goToHit(isBack: boolean): void;
  setKind(kind: string): void;
  setErrorsFirst(isErrorFirst: boolean): void;
  foldAll(isCollapsed: boolean): void;
  zoom(factor: number): void;
  showWhole(): void;
  closeDetails(): void;
  focusTree(): void;
}

/** How a person left a trace. */
export interface Kept {
  readonly selected: string | null;
  readonly search: string;
  readonly kind: string;
  readonly isErrorFirst: boolean;
  readonly isDetailed: boolean;
  readonly top: number;
  /** Null for the whole time. */
  readonly window: TimeWindow | null;
}
