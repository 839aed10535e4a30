import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { RowSlots } from './rowSlots';

/** What assistive technology is told of one row of a tree. */
export interface TreePlace {
  readonly level: number;
  readonly expanded: boolean | null;
  readonly setSize?: number;
  readonly position?: number;
}

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
  declare label: string;
  /** The row that holds the focus when the list has it. */
  declare active: number;
  /** Anything; a new value has all rows drawn and measured anew. */
  declare version: unknown;

  readonly #slots = new RowSlots();
  #virtual: Virtualizer<HTMLElement, HTMLElement> | undefined;
  #unmount: (() => void) | undefined;
  #wantsFocus = false;

  constructor() {
    super();
    this.count = 0;
    this.rowHeight = 22;
    this.renderRow = () => html``;
    this.placeOf = null;
    this.label = '';
    this.active = 0;
    this.version = 0;
    this.addEventListener('keydown', (event) => this.#moveByKey(event));
    this.addEventListener('focusin', (event) => this.#activateByFocus(event));
    this.addEventListener('dblclick', (event) => this.#tellOfRow('row-open', event.target));
  }

  /** Rows are styled by the view, so they live in the page and not in a shadow. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#virtual = new Virtualizer<HTMLElement, HTMLElement>(this.#options());
    this.#unmount = this.#virtual._didMount();
    this.#virtual._willUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unmount?.();
    this.#virtual = undefined;
  }

  /** Brings a row into view. */
  scrollToRow(index: number, align: 'auto' | 'start' | 'center' | 'end' = 'auto'): void {
    this.#virtual?.scrollToIndex(index, { align });
  }

  /** Moves the focus to a row and brings it into view. */
  focusRow(index: number): void {
    this.#wantsFocus = true;
    this.#activate(index);
    this.requestUpdate();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.active = Math.max(0, Math.min(this.active, this.count - 1));
    this.#virtual?.setOptions(this.#options());
    if (changed.has('version') || changed.has('rowHeight') || changed.has('count')) {
      this.#virtual?.measure();
    }
  }

  protected override updated(): void {
    this.#virtual?._willUpdate();
    if (this.#wantsFocus) {
      const row = this.querySelector<HTMLElement>(`[data-index="${this.active}"]`);
      if (row !== null) {
        this.#wantsFocus = false;
        row.focus({ preventScroll: true });
      }
    }
  }

  protected override render(): TemplateResult {
    const items = this.#virtual?.getVirtualItems() ?? [];
    const slots = this.#slots.assign(items);
    const role = this.placeOf === null ? 'list' : 'tree';
    return html`<div
      class="windowed-rows"
      role=${this.count === 0 ? nothing : role}
      aria-label=${this.label || nothing}
      .style=${`height: ${this.#virtual?.getTotalSize() ?? 0}px`}
    >
      ${repeat(
        slots,
        ({ slot }) => slot,
        ({ item }) => this.#row(item),
      )}
    </div>`;
  }

  #row({ index, start, size }: VirtualItem): TemplateResult {
    const place = this.placeOf?.(index) ?? null;
    return html`<div
      class="windowed-row"
      role=${place === null ? 'listitem' : 'treeitem'}
      data-index=${index}
      tabindex=${index === this.active ? 0 : -1}
      aria-setsize=${place?.setSize ?? this.count}
      aria-posinset=${place?.position ?? index + 1}
      aria-level=${place?.level ?? nothing}
      aria-expanded=${place?.expanded ?? nothing}
      aria-selected=${place === null ? nothing : index === this.active}
      .style=${`height: ${size}px; transform: translateY(${start}px)`}
    >
      ${guard([index, this.version, this.renderRow, index === this.active], () => this.renderRow(index))}
    </div>`;
  }

  #options() {
    const { rowHeight } = this;
    return {
      count: this.count,
      getScrollElement: (): HTMLElement => this,
      estimateSize: typeof rowHeight === 'number' ? () => rowHeight : rowHeight,
      overscan: 6,
      rangeExtractor: (range: Range) => this.#withActive(range),
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => this.requestUpdate(),
    };
  }

  /** The row with the focus stays in the page, else the focus would be lost by scrolling. */
  #withActive(range: Range): number[] {
    const shown = defaultRangeExtractor(range);
    return shown.includes(this.active) || this.active >= this.count ? shown : [...shown, this.active];
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
    return typeof this.rowHeight === 'number' ? this.rowHeight : this.rowHeight(this.active);
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
