import type { TraceStrings } from '#protocol/views/trace';
import { durationText } from '../lib/texts';
import { RowList } from './rows/rowList';
import { kindIcon, spanName } from './rows/spanName';
import { drawRow, makeRow, type RowFacts, type SpanRow, spanOf } from './rows/spanRow';
import type { TimeWindow } from './time/timeWindow';
import type { TraceFrame } from './traceFrame';
import type { TraceModel } from './traceModel';
import { isWait } from './tree/waits';

const rowPx = 22;

/** The tree as it is drawn: a list of recycled rows over the rows of a model. */
export class TraceTree {
  readonly #model: TraceModel;
  readonly #tree: HTMLElement;
  readonly #list: RowList<SpanRow>;
  strings: TraceStrings | undefined;
  window: TimeWindow = { from: 0, to: 1 };

  constructor(model: TraceModel, { tree, field }: TraceFrame) {
    this.#model = model;
    this.#tree = tree;
    this.#list = new RowList(tree, field, rowPx, {
      make: makeRow,
      draw: (row, index) => drawRow(row, this.#facts(index)),
      drawn: () => this.#nameActive(),
    });
  }

  get pageSize(): number {
    return this.#list.pageSize;
  }

  /** Does something that changes the rows; what was at the top stays there. */
  keepingPlace(change: () => void): void {
    const top = this.#list.top;
    const before = this.#model.rows[Math.floor(top)];
    change();
    this.#list.count = this.#model.rows.length;
    const row = before === undefined ? -1 : this.#model.rows.indexOf(before);
    if (row >= 0 && row !== Math.floor(top)) {
      this.#list.top = row + (top - Math.floor(top));
    }
    this.draw();
  }

  draw(): void {
    this.#list.count = this.#model.rows.length;
    this.#list.draw();
  }

  reveal(row: number): void {
    this.#list.reveal(row);
  }

  get top(): number {
    return this.#list.top;
  }

  set top(row: number) {
    this.#list.top = row;
  }

  /** The span of the row in which something happened; -1 outside of rows. */
  spanAt(target: EventTarget | null): number {
    const row = target instanceof Element ? target.closest<SpanRow>('.span-row') : null;
    return row === null ? -1 : spanOf(row);
  }

  /** Tells assistive technology which row is meant while the whole tree has the focus. */
  #nameActive(): void {
    const row = this.#tree.querySelector('.span-row.selected:not([hidden])');
    if (row === null) {
      this.#tree.removeAttribute('aria-activedescendant');
    } else if (row.id !== this.#tree.getAttribute('aria-activedescendant')) {
      this.#tree.setAttribute('aria-activedescendant', row.id);
    }
  }

  #facts(index: number): RowFacts {
    const model = this.#model;
    const { store, tree } = model;
    const span = model.rows[index] ?? 0;
    const above = tree.parent[span] ?? -1;
    const kind = isWait(store, span) ? 'wait' : store.kindOf(span);
    const { wholeUs, isOpen } = model.times(span);
    const name = spanName(store.nameOf(span));
    const { from, to } = this.window;
    const duration = isOpen ? (this.strings?.words.running ?? '') : durationText(wholeUs / 1000);
    return {
      span,
      name,
      said: this.#said(span, kind),
      marked: model.search,
      isHit: model.isHit[span] === 1,
      icon: model.isFailed(span) ? 'error' : kindIcon(kind),
      tone: this.#tone(span, kind, isOpen),
      isOpen,
      level: (tree.depth[span] ?? 0) + 1,
      position: tree.position[span] ?? 1,
      size: tree.childCount[above < 0 ? store.count : above] ?? 1,
      expanded: model.hasChildren(span) ? !model.isCollapsed(span) : null,
      isSelected: span === model.selected,
      duration,
      left: ((store.start[span] ?? 0) - from) / (to - from),
      width: wholeUs / (to - from),
    };
  }

  #tone(span: number, kind: string, isOpen: boolean): string {
    if (this.#model.isFailed(span)) {
      return 'bad';
    }
    if (kind === 'wait') {
      return 'wait';
    }
    return isOpen || kind === 'tool' || kind === 'llm' || kind === 'attempt' ? 'run' : 'idle';
  }

  #said(span: number, kind: string): string {
    const failed = this.#model.isFailed(span) ? `${this.strings?.states['failed'] ?? ''}, ` : '';
    return `, ${this.strings?.kinds[kind] ?? kind}, ${failed}`;
  }
}
