import { nothing, render } from 'lit';
import type { FromTrace, SpanDetails, ToTrace, TraceFacts, TraceStrings } from '#protocol/views/trace';
import { axisRoom, drawAxis } from './axis';
import { detailsPart } from './parts/detailsPart';
import { summaryPart } from './parts/summaryPart';
import { toolsPart } from './parts/toolsPart';
import { Overview } from './time/overview';
import { moved, type TimeWindow, within, zoomed } from './time/timeWindow';
import { traceDesk } from './traceDesk';
import { traceFrame } from './traceFrame';
import { TraceModel } from './traceModel';
import type { Kept } from './traceState';
import { TraceTree } from './traceTree';

/** What the view needs of the page around it. */
export interface TraceSurroundings {
  readonly root: HTMLElement;
  readonly say: (message: FromTrace) => void;
  readonly keep: (kept: Kept) => void;
}

const searchPauseMs = 250;
const overviewWaitMs = 400;

/** The whole trace view: takes in what it is told, does what a person wishes, and draws both. */
export class TraceView {
  readonly model = new TraceModel();
  readonly frame;
  readonly tree;
  readonly #overview;
  readonly #axisRoom;
  #axisPx = 0;
  readonly #around: TraceSurroundings;
  #strings: TraceStrings | undefined;
  facts: TraceFacts | null | undefined;
  details: SpanDetails | undefined;
  #window: TimeWindow | null = null;
  #isDetailed = false;
  total = 0;
  #kept: Kept | undefined;
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #isOverviewStale = false;

  constructor(around: TraceSurroundings, kept: Kept | undefined) {
    this.#around = around;
    this.#kept = kept;
    this.frame = traceFrame(around.root);
    this.tree = new TraceTree(this.model, this.frame);
    this.#overview = new Overview(this.frame.overview, (window) => this.setWindow(window));
    this.frame.tree.addEventListener('scroll', () => this.#keepSoon(), { passive: true });
    this.#axisRoom = axisRoom(this.frame.axis);
    new ResizeObserver((entries) => {
      this.#axisPx = entries[0]?.contentRect.width ?? 0;
      this.#drawAxis();
    }).observe(this.#axisRoom);
  }

  speak(strings: TraceStrings): void {
    this.#strings = strings;
    this.tree.strings = strings;
    this.frame.tree.setAttribute('aria-label', strings.words.tree);
    this.frame.details.setAttribute('aria-label', strings.words.details);
    this.frame.overview.title = strings.words.overview;
    this.draw();
  }

  takeSpans({ columns, is_first, is_last, total }: Extract<ToTrace, { readonly type: 'spans' }>): void {
    this.total = total;
    this.tree.keepingPlace(() => {
      if (this.model.take(columns, { isFirst: is_first, isLast: is_last, total })) {
        this.tree.window = this.window;
      }
    });
    if (is_last) {
      this.#restore();
    }
    this.#drawParts();
    this.#overviewSoon();
  }

  takeFacts(facts: TraceFacts | null): void {
    this.facts = facts;
    this.#drawParts();
  }

  takeDetails(details: SpanDetails): void {
    this.details = details;
    this.#drawParts();
  }

  takeFound(text: string, ids: Uint32Array): void {
    this.model.addFound(text, ids);
    this.draw();
  }

  get window(): TimeWindow {
    const [from, to] = this.model.store.extent;
    return this.#window ?? { from, to };
  }

  setWindow(window: TimeWindow | null): void {
    const { extent } = this.model.store;
    const cut = window === null ? null : within(window, extent);
    this.#window = cut !== null && cut.to - cut.from < extent[1] - extent[0] ? cut : null;
    this.tree.window = this.window;
    this.tree.draw();
    this.#drawAxis();
    this.#keepSoon();
  }

  zoom(factor: number, aroundUs?: number): void {
    this.setWindow(zoomed(this.window, factor, aroundUs));
  }

  pan(part: number): void {
    this.setWindow(moved(this.window, part));
  }

  /** Selects a span and brings it into sight, whatever is folded or filtered. */
  select(span: number): void {
    if (span < 0 || span >= this.model.store.count) {
      return;
    }
    this.model.selected = span;
    if (this.model.rowOf(span, true) < 0) {
      this.model.kind = '';
    }
    this.tree.draw();
    this.#askDetails();
    this.#drawParts();
    this.#revealSelected();
    this.#keepSoon();
  }

  openDetails(): void {
    this.#isDetailed = true;
    this.#askDetails();
    this.#drawParts();
    this.#revealSelected();
    this.#keepSoon();
  }

  /** After the parts beside the tree were drawn: they may have taken room from it. */
  #revealSelected(): void {
    const row = this.model.rowOf(this.model.selected, true);
    if (row >= 0) {
      this.tree.reveal(row);
    }
  }

  closeDetails(): void {
    this.#isDetailed = false;
    this.#drawParts();
    this.frame.tree.focus();
    this.#keepSoon();
  }

  search(text: string): void {
    this.model.search = text.toLowerCase();
    clearTimeout(this.#searchTimer);
    if (text.trim() !== '') {
      this.#searchTimer = setTimeout(() => this.#around.say({ type: 'find', text }), searchPauseMs);
    }
    this.draw();
    this.#keepSoon();
  }

  goToHit(isBack: boolean): void {
    this.select(this.model.nextHit(this.model.selected, isBack));
  }

  fold(span: number, isCollapsed: boolean): void {
    this.tree.keepingPlace(() => this.model.fold(span, isCollapsed));
  }

  /** Shows one kind of span; what is at the top stays there. */
  setKind(kind: string): void {
    this.tree.keepingPlace(() => {
      this.model.kind = kind;
    });
    this.#drawParts();
    this.#keepSoon();
  }

  setErrorsFirst(isErrorFirst: boolean): void {
    this.model.isErrorFirst = isErrorFirst;
    this.tree.top = 0;
    this.draw();
    this.#keepSoon();
  }

  /** Folding all leaves the roots: what was selected within is left for the root above it. */
  foldAll(isCollapsed: boolean): void {
    this.model.foldAll(isCollapsed);
    if (isCollapsed && this.model.selected >= 0 && this.model.rows.indexOf(this.model.selected) < 0) {
      this.model.selected = this.model.rows[0] ?? -1;
    }
    this.tree.draw();
    this.#drawParts();
  }

  draw(): void {
    this.tree.draw();
    this.#drawParts();
  }

  focusSearch(): void {
    this.frame.tools.querySelector('input')?.focus();
  }

  #drawParts(): void {
    const strings = this.#strings;
    if (strings === undefined) {
      return;
    }
    const desk = traceDesk(this, strings, this.#around.say);
    render(summaryPart(desk), this.frame.summary);
    render(toolsPart(desk), this.frame.tools);
    const isShown = this.#isDetailed && this.model.selected >= 0;
    this.frame.details.hidden = !isShown;
    render(isShown ? detailsPart(desk) : nothing, this.frame.details);
    this.#drawAxis();
  }

  #drawAxis(): void {
    drawAxis(this.#axisRoom, this.#axisPx, this.window, this.model.store.extent[0]);
    this.#overview.show(this.window, this.#window === null);
  }

  /** The overview looks at every span: it is drawn after what a person waits for. */
  #overviewSoon(): void {
    if (!this.#isOverviewStale) {
      this.#isOverviewStale = true;
      requestIdleCallback(() => this.#drawOverview(), { timeout: overviewWaitMs });
    }
  }

  #drawOverview(): void {
    this.#isOverviewStale = false;
    const { store, tree } = this.model;
    this.#overview.draw({ store, tree });
    this.#overview.show(this.window, this.#window === null);
  }

  #askDetails(): void {
    const { selected, store } = this.model;
    if (this.#isDetailed && selected >= 0) {
      const step_id = this.model.stepOf(selected);
      this.#around.say({ type: 'details', span_id: store.idOf(selected), step_id });
    }
  }

  /** Puts a trace that was left before as it was left, once. */
  #restore(): void {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept === undefined) {
      return;
    }
    this.model.isErrorFirst = kept.isErrorFirst;
    this.model.kind = kept.kind;
    this.#isDetailed = kept.isDetailed;
    this.setWindow(kept.window);
    this.search(kept.search);
    if (kept.selected !== null) {
      this.select(this.model.store.find(kept.selected));
    }
    this.tree.top = kept.top;
    this.tree.draw();
  }

  #keepSoon(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => this.#keep(), searchPauseMs);
  }

  #keep(): void {
    const { selected, store, search, kind, isErrorFirst } = this.model;
    this.#around.keep({
      selected: selected < 0 ? null : store.idOf(selected),
      search,
      kind,
      isErrorFirst,
      isDetailed: this.#isDetailed,
      top: this.tree.top,
      window: this.#window,
    });
  }
}
