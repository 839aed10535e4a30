import type { SpanColumns } from '#protocol/views/trace';
import { Growing } from './growing';
import { IdTable } from './idTable';

const doubles = () => new Growing<Float64Array>((size) => new Float64Array(size));
const words = () => new Growing<Uint32Array>((size) => new Uint32Array(size));

/** The spans that a view has been told, column by column. A span is known by its place, which never changes. */
export class SpanStore {
  count = 0;
  readonly texts: string[] = [''];
  readonly #places = new Map<string, number>([['', 0]]);
  readonly #start = doubles();
  readonly #end = doubles();
  readonly #id = words();
  readonly #parent = words();
  readonly #kind = words();
  readonly #status = words();
  readonly #name = words();
  readonly #service = words();
  readonly #error = words();
  readonly #ids = new IdTable(() => this.#id.all);
  #firstUs = Number.POSITIVE_INFINITY;
  #lastUs = Number.NEGATIVE_INFINITY;

  get start(): Float64Array {
    return this.#start.all;
  }

  /** NaN while a span is open. */
  get end(): Float64Array {
    return this.#end.all;
  }

  /** The halves of each id. */
  get ids(): Uint32Array {
    return this.#id.all;
  }

  /** The halves of the id of each parent; zeros for a root. */
  get parentIds(): Uint32Array {
    return this.#parent.all;
  }

  get kind(): Uint32Array {
    return this.#kind.all;
  }

  get status(): Uint32Array {
    return this.#status.all;
  }

  get name(): Uint32Array {
    return this.#name.all;
  }

  get error(): Uint32Array {
    return this.#error.all;
  }

  /** The time from the first begin to the last begin or end. */
  get extent(): readonly [number, number] {
    return this.count === 0 ? [0, 1] : [this.#firstUs, Math.max(this.#lastUs, this.#firstUs + 1)];
  }

  /** Takes in a page: new spans are appended, known ones brought up to date. */
  take(page: SpanColumns, isFirst: boolean, total: number): void {
    if (isFirst) {
      this.#clear();
    }
    const map = this.#mapTexts(page.texts);
    if (this.count === 0 && page.texts[0] === '') {
      this.#adopt(page);
      this.#reserve(total);
      return;
    }
    this.#reserve(Math.max(this.count + page.count, total));
    for (let at = 0; at < page.count; at += 1) {
      this.#write(this.#placeOf(page, at), page, at, map);
    }
  }

  text(place: number): string {
    return this.texts[place] ?? '';
  }

  /** Where a text stands among the texts; -1 when no span has it. */
  textPlace(text: string): number {
    return this.#places.get(text) ?? -1;
  }

  nameOf(span: number): string {
    return this.text(this.#name.all[span] ?? 0);
  }

  kindOf(span: number): string {
    return this.text(this.#kind.all[span] ?? 0);
  }

  errorOf(span: number): string {
    return this.text(this.#error.all[span] ?? 0);
  }

  serviceOf(span: number): string {
    return this.text(this.#service.all[span] ?? 0);
  }

  idOf(span: number): string {
    const half = (at: number) => (this.#id.all[at] ?? 0).toString(16).padStart(8, '0');
    return half(span * 2) + half(span * 2 + 1);
  }

  /** The span with an id of 16 hexadecimal digits; -1 when it was not told yet. */
  find(id: string): number {
    return this.findHalves(Number.parseInt(id.slice(0, 8), 16), Number.parseInt(id.slice(8), 16));
  }

  /** The span with an id in two halves; -1 when it was not told yet. */
  findHalves(high: number, low: number): number {
    return this.#ids.find(high, low);
  }

  /** The first page is taken as it is, not copied: all spans are new, its texts the only ones, and it was handed over. */
  #adopt(page: SpanColumns): void {
    this.#start.adopt(page.start_us);
    this.#end.adopt(page.end_us);
    this.#id.adopt(page.id);
    this.#parent.adopt(page.parent);
    this.#kind.adopt(page.kind);
    this.#status.adopt(page.status);
    this.#name.adopt(page.name);
    this.#service.adopt(page.service);
    this.#error.adopt(page.error);
    this.count = page.count;
    this.#ids.count = page.count;
    this.#stretchOver(page);
  }

  #stretchOver({ start_us, end_us, count }: SpanColumns): void {
    let first = this.#firstUs;
    let last = this.#lastUs;
    for (let at = 0; at < count; at += 1) {
      const start = start_us[at] as number;
      const end = end_us[at] as number;
      if (start < first) {
        first = start;
      }
      // An open span has no end: no number is less than what is none.
      if (end > last) {
        last = end;
      } else if (start > last) {
        last = start;
      }
    }
    this.#firstUs = first;
    this.#lastUs = last;
  }

  #stretch(start: number, end: number): void {
    this.#firstUs = Math.min(this.#firstUs, start);
    this.#lastUs = Math.max(this.#lastUs, Number.isNaN(end) ? start : end);
  }

  #placeOf(page: SpanColumns, at: number): number {
    const high = page.id[at * 2] ?? 0;
    const low = page.id[at * 2 + 1] ?? 0;
    const known = this.#ids.find(high, low);
    if (known >= 0) {
      return known;
    }
    const span = this.count;
    this.#id.all[span * 2] = high;
    this.#id.all[span * 2 + 1] = low;
    this.count += 1;
    this.#ids.count = this.count;
    return span;
  }

  #write(span: number, page: SpanColumns, at: number, map: Uint32Array): void {
    const start = page.start_us[at] as number;
    const end = page.end_us[at] as number;
    this.#start.all[span] = start;
    this.#end.all[span] = end;
    this.#parent.all[span * 2] = page.parent[at * 2] as number;
    this.#parent.all[span * 2 + 1] = page.parent[at * 2 + 1] as number;
    this.#kind.all[span] = map[page.kind[at] as number] as number;
    this.#status.all[span] = map[page.status[at] as number] as number;
    this.#name.all[span] = map[page.name[at] as number] as number;
    this.#service.all[span] = map[page.service[at] as number] as number;
    this.#error.all[span] = map[page.error[at] as number] as number;
    this.#stretch(start, end);
  }

  #mapTexts(texts: readonly string[]): Uint32Array {
    const map = new Uint32Array(texts.length);
    for (const [index, text] of texts.entries()) {
      let place = this.#places.get(text);
      if (place === undefined) {
        place = this.texts.length;
        this.#places.set(text, place);
        this.texts.push(text);
      }
      map[index] = place;
    }
    return map;
  }

  #reserve(size: number): void {
    for (const column of this.#columns()) {
      column.reserve(size);
    }
    this.#id.reserve(size * 2);
    this.#parent.reserve(size * 2);
  }

  #columns() {
    return [this.#start, this.#end, this.#kind, this.#status, this.#name, this.#service, this.#error];
  }

  #clear(): void {
    this.count = 0;
    this.texts.length = 1;
    this.#places.clear();
    this.#places.set('', 0);
    for (const column of [...this.#columns(), this.#id, this.#parent]) {
      column.clear();
    }
    this.#ids.clear();
    this.#firstUs = Number.POSITIVE_INFINITY;
    this.#lastUs = Number.NEGATIVE_INFINITY;
  }
}
