import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { emptyRow, listRow, type TreePlace } from './listRow';
import { RowOffsets } from './rowOffsets';
import { RowSlots } from './rowSlots';

/** Rows drawn beyond what can be seen, so that a little scrolling shows no gap. */
const spareRows = 6;

/**
 * A list or tree of any length that draws only what can be seen. Rows are recycled; the arrow keys move one focus
 * through them. It tells `row-active` (detail: index) when the focus moves and `row-open` on Enter or double click;
 * keys it does not use reach its parents, so that a view can give them a meaning.
 */
export class WindowedList extends LitElement {
  static override properties = {
    count: { type: Number },
    rowHeight: { attribute: false },
    renderRow: { attribute: false },
    placeOf: { attribute: false },
    kindOf: { attribute: false },
    label: { type: String },
    active: { type: Number },
    version: { attribute: false },
  };

  declare count: number;
  /** Height of every row in pixels, or of each. */
  declare rowHeight: number | ((index: number) => number);
  /** Draws a row; drawn anew when this function, `version` or the row's index changed. */
  declare renderRow: (index: number) => TemplateResult;
  /** Makes the list a tree. */
  declare placeOf: ((index: number) => TreePlace) | null;
  /** What kind a row is, where rows are built from different parts: elements are kept for rows of their kind. */
  declare kindOf: ((index: number) => string) | null;
  declare label: string;
  /** The row that holds the focus when the list has it. */
  declare active: number;
  /** Anything; a new value has all rows drawn and measured anew. */
  declare version: unknown;

  readonly #slots = new RowSlots();
  readonly #sizes = new ResizeObserver((entries) => this.#hearSize(entries[0]?.contentRect.height ?? 0));
  #offsets = new RowOffsets(0, 0);
  // Both are remembered: asking the page for them between two writes makes it lay out everything anew.
  #roomPx = 0;
  #scrollPx = 0;
  #wantsFocus = false;

  constructor() {
    super();
    this.count = 0;
    this.rowHeight = 22;
    this.renderRow = () => html``;
    this.placeOf = null;
    this.kindOf = null;
    this.label = '';
    this.active = 0;
    this.version = 0;
    this.addEventListener('keydown', (event) => this.#moveByKey(event));
    this.addEventListener('focusin', (event) => this.#activateByFocus(event));
    this.addEventListener('dblclick', (event) => this.#tellOfRow('row-open', event.target));
    this.addEventListener('scroll', () => this.#hearScroll(), { passive: true });
  }

  /** Rows are styled by the view, so they live in the page and not in a shadow. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  /** Brings a row into view, as little as is needed. */
  scrollToRow(index: number): void {
    const start = this.#offsets.startOf(index);
    const end = start + this.#offsets.heightOf(index);
    if (start < this.#scrollPx || end > this.#scrollPx + this.#roomPx) {
      this.scrollTop = start < this.#scrollPx ? start : end - this.#roomPx;
      this.#hearScroll();
    }
  }

  /** Moves the focus to a row and brings it into view. */
  focusRow(index: number): void {
    this.#wantsFocus = true;
    this.#activate(index);
    this.requestUpdate();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.active = Math.max(0, Math.min(this.active, this.count - 1));
    if (changed.has('version') || changed.has('rowHeight') || changed.has('count')) {
      this.#offsets = new RowOffsets(this.count, this.rowHeight);
      this.#scrollPx = Math.min(this.#scrollPx, Math.max(0, this.#offsets.total - this.#roomPx));
      this.#slots.forget();
    }
  }

  protected override updated(): void {
    if (this.#wantsFocus) {
      this.scrollToRow(this.active);
      const row = this.querySelector<HTMLElement>(`[data-index="${this.active}"]`);
      if (row !== null) {
        this.#wantsFocus = false;
        row.focus({ preventScroll: true });
      }
    }
  }

  protected override render(): TemplateResult {
    const slots = this.#slots.assign(this.#shown(), this.kindOf);
    const role = this.placeOf === null ? 'list' : 'tree';
    return html`<div
      class="windowed-rows"
      role=${this.count === 0 ? nothing : role}
      aria-label=${this.label || nothing}
      .style=${`height: ${this.#offsets.total}px`}
    >
      ${repeat(
        slots,
        ({ slot }) => slot,
        ({ index }) => (index === null ? emptyRow() : this.#row(index)),
      )}
    </div>`;
  }

  #row(index: number): TemplateResult {
    return listRow({
      index,
      count: this.count,
      isActive: index === this.active,
      place: this.placeOf?.(index) ?? null,
      startPx: this.#offsets.startOf(index),
      heightPx: this.#offsets.heightOf(index),
      content: guard([index, this.version, this.renderRow, index === this.active], () =>
        this.renderRow(index),
      ),
    });
  }

  #hearScroll(): void {
    this.#scrollPx = this.scrollTop;
    this.requestUpdate();
  }

  #hearSize(roomPx: number): void {
    this.#roomPx = roomPx;
    this.#hearScroll();
  }

  /** The rows in sight and a few more. The one with the focus stays in the page, else scrolling would lose the focus. */
  #shown(): readonly number[] {
    if (this.count === 0 || this.#roomPx === 0) {
      return [];
    }
    const first = Math.max(0, this.#offsets.rowAt(this.#scrollPx) - spareRows);
    const last = Math.min(this.count - 1, this.#offsets.rowAt(this.#scrollPx + this.#roomPx) + spareRows);
    const shown = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    return this.active >= first && this.active <= last ? shown : [...shown, this.active];
  }

  #moveByKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== this.#activeRow()) {
      return;
    }
    if (event.key === 'Enter') {
      this.#tellOfRow('row-open', event.target);
      event.preventDefault();
      return;
    }
    const target = this.#targetOf(event.key);
    if (target !== undefined) {
      event.preventDefault();
      this.focusRow(Math.max(0, Math.min(target, this.count - 1)));
    }
  }

  #targetOf(key: string): number | undefined {
    const page = Math.max(1, Math.floor(this.clientHeight / Math.max(1, this.#activeHeight())) - 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: this.count - 1,
    };
    return targets[key];
  }

  #activeHeight(): number {
    return this.#offsets.heightOf(this.active);
  }

  #activeRow(): Element | null {
    return this.querySelector(`[data-index="${this.active}"]`);
  }

  #activate(index: number): void {
    const isNew = index !== this.active;
    this.active = index;
    this.scrollToRow(index);
    if (isNew) {
      this.dispatchEvent(new CustomEvent('row-active', { detail: index, bubbles: true }));
    }
  }

  #activateByFocus({ target }: FocusEvent): void {
    const index = rowIndex(target);
    if (index !== undefined && index !== this.active) {
      this.active = index;
      this.dispatchEvent(new CustomEvent('row-active', { detail: index, bubbles: true }));
    }
  }

  #tellOfRow(name: string, target: EventTarget | null): void {
    const index = rowIndex(target);
    if (index !== undefined) {
      this.dispatchEvent(new CustomEvent(name, { detail: index, bubbles: true }));
    }
  }
}

function rowIndex(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('.windowed-row') : null;
  const index = row?.dataset['index'];
  return index === undefined ? undefined : Number(index);
}

customElements.define('holdpoint-list', WindowedList);
