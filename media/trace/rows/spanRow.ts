/** What a row shows of its span. */
export interface RowFacts {
  readonly id: string;
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
  readonly fold: HTMLElement;
  readonly icon: HTMLElement;
  readonly name: HTMLElement;
  readonly said: HTMLElement;
  readonly duration: HTMLElement;
  readonly bar: HTMLElement;
}

const indentPx = 12;
const deepest = 14;

/** Makes an empty row. */
export function makeRow(): SpanRow {
  const row: SpanRow = document.createElement('div');
  row.className = 'span-row';
  row.setAttribute('role', 'treeitem');
  const part = (className: string, host: HTMLElement, tag = 'span') => {
    const made = document.createElement(tag);
    made.className = className;
    host.append(made);
    return made;
  };
  const title = part('span-title', row);
  const fold = part('fold codicon', title, 'i');
  const icon = part('codicon', title, 'i');
  const name = part('span-name', title);
  const said = part('unseen', title);
  const duration = part('span-duration', row);
  const bar = part('bar', part('bar-room', row));
  row.parts = { fold, icon, name, said, duration, bar };
  return row;
}

/** Gives a row the contents of another span, touching only what differs. */
export function drawRow(row: SpanRow, facts: RowFacts): void {
  const parts = row.parts as RowParts;
  describeRow(row, facts);
  const fold =
    facts.expanded === null ? '' : facts.expanded ? 'codicon-chevron-down' : 'codicon-chevron-right';
  setClass(parts.fold, `fold codicon ${fold}`);
  setClass(parts.icon, `codicon codicon-${facts.icon} ${facts.tone}`);
  parts.fold.style.marginInlineStart = `${Math.min(facts.level - 1, deepest) * indentPx}px`;
  drawName(parts.name, facts);
  setText(parts.said, facts.said);
  setText(parts.duration, facts.duration);
  const isSeen = facts.left <= 1 && facts.left + facts.width >= 0;
  parts.bar.hidden = !isSeen;
  if (isSeen) {
    setClass(parts.bar, `bar ${facts.tone}${facts.isOpen ? ' open' : ''}`);
    const from = Math.max(0, facts.left);
    parts.bar.style.left = `${from * 100}%`;
    parts.bar.style.width = `${(Math.min(1, facts.left + facts.width) - from) * 100}%`;
  }
}

function describeRow(row: SpanRow, facts: RowFacts): void {
  if (row.id !== facts.id) {
    row.id = facts.id;
  }
  setClass(row, `span-row${facts.isSelected ? ' selected' : ''}${facts.isHit ? ' hit' : ''}`);
  setAttribute(row, 'aria-level', String(facts.level));
  setAttribute(row, 'aria-posinset', String(facts.position));
  setAttribute(row, 'aria-setsize', String(facts.size));
  setAttribute(row, 'aria-selected', String(facts.isSelected));
  if (facts.expanded === null) {
    row.removeAttribute('aria-expanded');
  } else {
    setAttribute(row, 'aria-expanded', String(facts.expanded));
  }
}

/** The name, with the places that were searched for marked. */
function drawName(element: HTMLElement, { name, marked }: RowFacts): void {
  const at = marked === '' ? -1 : name.toLowerCase().indexOf(marked);
  if (at < 0) {
    if (element.childElementCount > 0 || element.textContent !== name) {
      element.textContent = name;
    }
    return;
  }
  const mark = document.createElement('mark');
  mark.textContent = name.slice(at, at + marked.length);
  element.replaceChildren(name.slice(0, at), mark, name.slice(at + marked.length));
}

function setClass(element: HTMLElement, className: string): void {
  if (element.className !== className) {
    element.className = className;
  }
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function setAttribute(element: HTMLElement, name: string, value: string): void {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}
