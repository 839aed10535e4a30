/** What a list of recycled rows asks of its owner. */
export interface RowOwner<Row extends HTMLElement> {
  /** Makes the element of a place. */
  readonly make: (place: number) => Row;
  readonly draw: (row: Row, index: number) => void;
  /** Hears that every row in sight is drawn. */
  readonly drawn: () => void;
}

/** Browsers draw nothing that lies further down than this. */
const tallestPx = 15_000_000;
const spareRows = 4;

/** Rows of one height of which only those in sight exist; scrolling gives the same elements other contents. */
export class RowList<Row extends HTMLElement> {
  readonly #box: HTMLElement;
  readonly #field: HTMLElement;
  readonly #owner: RowOwner<Row>;
  readonly #rowPx: number;
  readonly #rows: Row[] = [];
  #count = 0;
  #isWanted = false;
  // Both are remembered: asking the page for them between two writes makes it lay out everything anew.
  #roomPx = 0;
  #scrollPx = 0;

  /** `box` scrolls; `field` lies in it and holds the rows. */
  constructor(box: HTMLElement, field: HTMLElement, rowPx: number, owner: RowOwner<Row>) {
    this.#box = box;
    this.#field = field;
    this.#rowPx = rowPx;
    this.#owner = owner;
    box.addEventListener('scroll', () => this.#hearScroll(), { passive: true });
    new ResizeObserver(() => this.#hearSize()).observe(box);
  }

  get count(): number {
    return this.#count;
  }

  set count(count: number) {
    if (count !== this.#count) {
      this.#count = count;
      const tallPx = Math.min(tallestPx, count * this.#rowPx);
      this.#field.style.height = `${tallPx}px`;
      this.#scrollPx = Math.min(this.#scrollPx, Math.max(0, tallPx - this.#roomPx));
    }
  }

  /** The first row in sight, with the part of it that is out of sight. */
  get top(): number {
    return (this.#scrollPx * this.#scale) / this.#rowPx;
  }

  set top(row: number) {
    this.#box.scrollTop = (row * this.#rowPx) / this.#scale;
    this.#scrollPx = this.#box.scrollTop;
  }

  /** How many rows are wholly in sight. */
  get pageSize(): number {
    return Math.max(1, Math.floor(this.#roomPx / this.#rowPx));
  }

  /** Draws before the next frame. */
  want(): void {
    if (!this.#isWanted) {
      this.#isWanted = true;
      requestAnimationFrame(() => {
        this.#isWanted = false;
        this.draw();
      });
    }
  }

  draw(): void {
    const first = Math.max(0, Math.floor(this.top) - spareRows);
    const last = Math.min(this.#count, Math.ceil(this.top) + this.pageSize + spareRows + 1);
    const wanted = Math.min(this.#count, this.pageSize + 2 * spareRows + 2);
    this.#makeRows(wanted);
    const size = this.#rows.length;
    for (const [slot, row] of this.#rows.entries()) {
      // Of the rows in sight exactly one leaves this rest, so that a row keeps its element while it is in sight.
      const index = first + ((((slot - first) % size) + size) % size);
      row.hidden = index >= last;
      if (!row.hidden) {
        row.style.transform = `translateY(${this.#placeOf(index)}px)`;
        this.#owner.draw(row, index);
      }
    }
    this.#owner.drawn();
  }

  /** Brings a row into sight, in the middle when it was far away. */
  reveal(index: number): void {
    // What made a row wanted may just have taken room from the list.
    this.#roomPx = this.#box.clientHeight;
    const top = this.top;
    if (index >= top && index < top + this.pageSize) {
      return;
    }
    const isNear = index >= top - 2 && index <= top + this.pageSize + 2;
    const above = isNear ? (index < top ? 0 : this.pageSize - 1) : Math.floor(this.pageSize / 2);
    this.top = Math.max(0, index - above);
    this.draw();
  }

  #makeRows(wanted: number): void {
    if (this.#rows.length < wanted) {
      const have = this.#rows.length;
      const made = Array.from({ length: wanted - have }, (_, more) => this.#owner.make(have + more));
      this.#rows.push(...made);
      this.#field.append(...made);
    }
  }

  #hearScroll(): void {
    this.#scrollPx = this.#box.scrollTop;
    this.draw();
  }

  /** Rows for the whole room are made before there are spans: the first of them are then only drawn. */
  #hearSize(): void {
    this.#roomPx = this.#box.clientHeight;
    this.#scrollPx = this.#box.scrollTop;
    this.#makeRows(this.pageSize + 2 * spareRows + 2);
    this.want();
  }

  /** How much taller the rows are than what can be scrolled. */
  get #scale(): number {
    const tallPx = this.#count * this.#rowPx;
    return tallPx <= tallestPx ? 1 : (tallPx - this.#roomPx) / (tallestPx - this.#roomPx);
  }

  #placeOf(index: number): number {
    return Math.round(index * this.#rowPx - this.#scrollPx * this.#scale + this.#scrollPx);
  }
}
