import { html, noChange, nothing, type TemplateResult } from 'lit';

/** What assistive technology is told of one row of a tree. */
export interface TreePlace {
  readonly level: number;
  readonly expanded: boolean | null;
  readonly setSize?: number;
  readonly position?: number;
}

/** One row of a list as it is drawn. */
export interface ListRow {
  readonly index: number;
  /** How many rows the list has. */
  readonly count: number;
  readonly isActive: boolean;
  /** Null in a list that is no tree. */
  readonly place: TreePlace | null;
  readonly startPx: number;
  readonly heightPx: number;
  readonly content: unknown;
}

/** The element of a row, with all that assistive technology is told of it. */
export function listRow({
  index,
  count,
  isActive,
  place,
  startPx,
  heightPx,
  content,
}: ListRow): TemplateResult {
  return element({
    index,
    role: place === null ? 'listitem' : 'treeitem',
    tab: isActive ? 0 : -1,
    setSize: place?.setSize ?? count,
    position: place?.position ?? index + 1,
    level: place?.level ?? nothing,
    expanded: place?.expanded ?? nothing,
    selected: place === null ? nothing : isActive,
    style: `height: ${heightPx}px; transform: translateY(${startPx}px)`,
    content,
  });
}

/** An element that waits for a row: it keeps all that it has, and nobody sees or reaches it. */
export function emptyRow(): TemplateResult {
  return element({
    index: nothing,
    role: noChange,
    tab: noChange,
    setSize: noChange,
    position: noChange,
    level: noChange,
    expanded: noChange,
    selected: noChange,
    style: noChange,
    content: noChange,
  });
}

interface Parts {
  readonly index: unknown;
  readonly role: unknown;
  readonly tab: unknown;
  readonly setSize: unknown;
  readonly position: unknown;
  readonly level: unknown;
  readonly expanded: unknown;
  readonly selected: unknown;
  readonly style: unknown;
  readonly content: unknown;
}

/** Both look the same to the library that draws them: then the same element goes on. */
function element(parts: Parts): TemplateResult {
  return html`<div
    class="windowed-row"
    role=${parts.role}
    data-index=${parts.index}
    tabindex=${parts.tab}
    aria-setsize=${parts.setSize}
    aria-posinset=${parts.position}
    aria-level=${parts.level}
    aria-expanded=${parts.expanded}
    aria-selected=${parts.selected}
    .style=${parts.style}
  >
    ${parts.content}
  </div>`;
}
