/** What a row shows of its span. */
export interface RowFacts {
  readonly span: number;
  readonly name: string;
  /** What is said of the span beside its name and duration: the icon and the colour in words. */
  readonly said: string;
  /** Lower-case text whose places in the name are marked; empty for none. */
  readonly marked: string;
  readonly isHit: boolean;
  readonly icon: string;
  readonly tone: string;
  readonly isOpen: boolean;
  readonly level: number;
  readonly position: number;
  readonly size: number;
  /** Null for a span with nothing below it. */
  readonly expanded: boolean | null;
  readonly isSelected: boolean;
  readonly duration: string;
  /** Where its bar lies in the window, in parts of it. */
  readonly left: number;
  readonly width: number;
}

/** One row of the tree with its bar. */
export interface SpanRow extends HTMLElement {
  parts?: RowParts;
}

interface RowParts {
  readonly title: HTMLElement;
  readonly fold: HTMLElement;
  readonly icon: HTMLElement;
  readonly name: HTMLElement;
  /** The name where nothing of it is marked. */
  readonly plain: Text;
  readonly said: Text;
  readonly duration: Text;
  readonly bar: HTMLElement;
  /** What it shows: asking the page for that costs more than remembering it. */
  drawn: RowFacts;
}

const indentPx = 12;
const deepest = 14;
const leftPx = 8;

/** What an empty row shows. */
const nothing: RowFacts = {
  span: -1,
  name: '',
  said: '',
  marked: '',
  isHit: false,
  icon: '',
  tone: '',
  isOpen: false,
  level: 0,
  position: 0,
  size: 0,
  expanded: null,
  isSelected: false,
  duration: '',
  left: Number.NaN,
  width: Number.NaN,
};

/** Makes an empty row; by its id the tree names it while it has the focus. */
export function makeRow(place: number): SpanRow {
  const row: SpanRow = document.createElement('div');
  row.id = `row-${place}`;
  row.className = 'span-row';
  row.setAttribute('role', 'treeitem');
  row.setAttribute('aria-selected', 'false');
  const part = (className: string, host: HTMLElement, tag = 'span') => {
    const made = document.createElement(tag);
    made.className = className;
    host.append(made);
    return made;
  };
  const text = (host: HTMLElement) => {
    const made = document.createTextNode('');
    host.append(made);
    return made;
  };
  const title = part('span-title', row);
  const fold = part('fold codicon', title, 'i');
  const icon = part('codicon', title, 'i');
  const name = part('span-name', title);
  const plain = text(name);
  const said = text(part('unseen', title));
  const duration = text(part('span-duration', row));
  const bar = part('bar', part('bar-room', row));
  row.parts = { title, fold, icon, name, plain, said, duration, bar, drawn: nothing };
  return row;
}

/** The span that a row shows; -1 for none. */
export function spanOf(row: SpanRow): number {
  return row.parts?.drawn.span ?? -1;
}

/** Gives a row the contents of another span, touching only what differs. */
export function drawRow(row: SpanRow, facts: RowFacts): void {
  const parts = row.parts as RowParts;
  const { drawn } = parts;
  parts.drawn = facts;
  describeRow(row, facts, drawn);
  if (facts.expanded !== drawn.expanded) {
    const fold = facts.expanded === null ? '' : `codicon-chevron-${facts.expanded ? 'down' : 'right'}`;
    parts.fold.className = `fold codicon ${fold}`;
  }
  if (facts.icon !== drawn.icon || facts.tone !== drawn.tone) {
    parts.icon.className = `codicon codicon-${facts.icon} ${facts.tone}`;
  }
  if (facts.level !== drawn.level) {
    parts.title.style.left = `${leftPx + Math.min(facts.level - 1, deepest) * indentPx}px`;
  }
  if (facts.name !== drawn.name || facts.marked !== drawn.marked) {
    drawName(parts, facts);
  }
  setText(parts.said, facts.said, drawn.said);
  setText(parts.duration, facts.duration, drawn.duration);
  drawBar(parts.bar, facts, drawn);
}

function drawBar(bar: HTMLElement, facts: RowFacts, drawn: RowFacts): void {
  const isSeen = facts.left <= 1 && facts.left + facts.width >= 0;
  bar.hidden = !isSeen;
  if (facts.tone !== drawn.tone || facts.isOpen !== drawn.isOpen) {
    bar.className = `bar ${facts.tone}${facts.isOpen ? ' open' : ''}`;
  }
  if (isSeen && (facts.left !== drawn.left || facts.width !== drawn.width)) {
    const from = Math.max(0, facts.left);
    const to = Math.min(1, facts.left + facts.width);
    bar.style.insetInline = `${from * 100}% ${(1 - to) * 100}%`;
  }
}

function describeRow(row: SpanRow, facts: RowFacts, drawn: RowFacts): void {
  if (facts.isSelected !== drawn.isSelected || facts.isHit !== drawn.isHit) {
    row.className = `span-row${facts.isSelected ? ' selected' : ''}${facts.isHit ? ' hit' : ''}`;
  }
  setAttribute(row, 'aria-selected', facts.isSelected, drawn.isSelected);
  setAttribute(row, 'aria-level', facts.level, drawn.level);
  setAttribute(row, 'aria-posinset', facts.position, drawn.position);
  setAttribute(row, 'aria-setsize', facts.size, drawn.size);
  setAttribute(row, 'aria-expanded', facts.expanded, drawn.expanded);
}

/** The name, with the places that were searched for marked. */
function drawName({ name: element, plain }: RowParts, { name, marked }: RowFacts): void {
  const at = marked === '' ? -1 : name.toLowerCase().indexOf(marked);
  if (at < 0) {
    plain.data = name;
    if (element.firstChild !== plain) {
      element.replaceChildren(plain);
    }
    return;
  }
  const mark = document.createElement('mark');
  mark.textContent = name.slice(at, at + marked.length);
  element.replaceChildren(name.slice(0, at), mark, name.slice(at + marked.length));
}

function setText(node: Text, text: string, before: string): void {
  if (text !== before) {
    node.data = text;
  }
}

function setAttribute<V extends number | boolean | null>(
  element: HTMLElement,
  name: string,
  value: V,
  before: V,
): void {
  if (value === before) {
    return;
  }
  if (value === null) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, String(value));
  }
}
