import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ChangeWord } from '#protocol/views/change';
import { icon } from '../lib/icon';
import { countText, filled } from '../lib/texts';
import '../lib/windowedList';
import { type ChangeState, countsOf, type Desk, isDecidable, type StateFilter } from './changeState';
import { type ChangeRows, sideBySidePx } from './rows/changeRows';
import type { TextRoom } from './rows/textWidth';
import { rowView } from './rowView';
import { writingForm } from './writingForm';

/** The whole review: what is decided above, the changes below, and what is being written at the foot. */
export function changeView(desk: Desk, rows: ChangeRows, room: TextRoom): TemplateResult {
  const { state } = desk;
  return html`<div class="review ${state.width >= sideBySidePx ? 'split' : ''}">
    ${head(desk)} ${notes(desk)} ${filters(desk, rows)} ${list(desk, rows, room)}
    ${state.writing === null ? nothing : writingForm(desk, state.writing)}
  </div>`;
}

function head(desk: Desk): TemplateResult {
  const { state, say, change } = desk;
  const { strings, review } = state;
  const { approval, files } = review;
  const { hunks, accepted, rejected } = countsOf(state, files);
  const kept = hunks - rejected;
  const isOff = !isDecidable(state);
  const label =
    rejected === 0 ? strings.approve : filled(strings.approveSome, countText(kept), countText(hunks));
  return html`<header>
    <div class="title">
      <h1>${approval.title}</h1>
      <p class="soft">
        ${[
          filled(strings.files, countText(files.length)),
          filled(strings.counts, countText(hunks), countText(accepted), countText(rejected)),
          ...(approval.required > 1 ? [filled(strings.votes, approval.vote_count, approval.required)] : []),
          ...(approval.risk === null ? [] : [filled(strings.risk, approval.risk)]),
        ].join(' · ')}
      </p>
    </div>
    ${
      review.closed === null
        ? html`<div class="row decide">
            <vscode-button
              icon="check"
              class="approve"
              ?disabled=${isOff || (hunks > 0 && kept === 0)}
              @click=${() => isOff || say({ type: 'approve' })}
              >${label}</vscode-button
            >
            <vscode-button
              secondary
              icon="close"
              class="reject"
              ?disabled=${isOff}
              @click=${() => isOff || change({ writing: { kind: 'reason' }, draft: '' })}
              >${strings.rejectWhole}</vscode-button
            >
          </div>`
        : nothing
    }
  </header>`;
}

function notes({ state, say }: Desk): TemplateResult {
  const { review, strings, isTrusted } = state;
  const staleCount = Object.keys(review.stale).length;
  return html`${
    review.closed === null
      ? nothing
      : html`<div class="note" role="status">${icon('info')}<span>${review.closed}</span></div>`
  }${review.is_busy ? html`<div class="note" role="status">${icon('sync', 'turning')}<span>${strings.busy}</span></div>` : nothing}${
    isTrusted
      ? nothing
      : html`<div class="note wait">${icon('shield')}<span>${strings.untrusted}</span></div>`
  }${
    staleCount === 0 || review.closed !== null
      ? nothing
      : html`<div class="note wait" role="status">
          ${icon('warning')}<span class="grow">${staleText(state)}</span>
          <vscode-button
            secondary
            class="renew"
            ?disabled=${!isDecidable(state)}
            @click=${() => isDecidable(state) && say({ type: 'renew' })}
            >${strings.renew}</vscode-button
          >
        </div>`
  }`;
}

function staleText({ review, strings }: ChangeState): string {
  const words = { changed: strings.staleChanged, missing: strings.staleMissing, exists: strings.staleExists };
  return Object.entries(review.stale)
    .slice(0, 3)
    .map(([id, cause]) =>
      filled(words[cause], review.files.find(({ preview_id }) => preview_id === id)?.path ?? id),
    )
    .join(' ');
}

const filterWords: Readonly<Record<StateFilter, ChangeWord>> = {
  all: 'stateAll',
  open: 'stateOpen',
  accepted: 'stateAccepted',
  rejected: 'stateRejected',
  commented: 'stateCommented',
  stale: 'stateStale',
};

function filters({ state, change, say }: Desk, { fileCount }: ChangeRows): TemplateResult {
  const { strings, review } = state;
  const ids = review.files.map(({ preview_id }) => preview_id);
  return html`<div class="filters">
    <input
      type="search"
      class="form-field path-filter"
      placeholder=${strings.filter}
      aria-label=${strings.filter}
      .value=${live(state.path)}
      @input=${(event: Event) => change({ path: (event.target as HTMLInputElement).value })}
    />
    <select
      class="form-field state-filter"
      aria-label=${strings.state}
      @change=${(event: Event) => change({ filter: (event.target as HTMLSelectElement).value as StateFilter })}
    >
      ${Object.entries(filterWords).map(
        ([value, word]) =>
          html`<option value=${value} ?selected=${value === state.filter}>${strings[word]}</option>`,
      )}
    </select>
    <span class="soft shown" role="status">${
      fileCount === review.files.length
        ? ''
        : filled(strings.files, `${countText(fileCount)} / ${countText(ids.length)}`)
    }</span>
    <button
      class="link"
      ?disabled=${!isDecidable(state)}
      @click=${() => say({ type: 'choose', preview_ids: ids, hunks: null, verdict: 'accepted' })}
    >
      ${strings.acceptAll}
    </button>
  </div>`;
}

function list(desk: Desk, rows: ChangeRows, room: TextRoom): TemplateResult {
  const { state, change } = desk;
  if (rows.count === 0) {
    return html`<p class="none-found soft">${state.strings.noMatch}</p>`;
  }
  return html`<holdpoint-list
      class="changes"
      .count=${rows.count}
      .rowHeight=${heightsOf(rows, room)}
      .renderRow=${drawerOf(desk, rows)}
      .placeOf=${placesOf(rows, state.collapsed)}
      .kindOf=${kindsOf(rows)}
      .active=${state.active}
      .label=${state.strings.review}
      .version=${versionOf(state, rows)}
      @row-active=${({ detail }: CustomEvent<number>) => change({ active: detail })}
      @row-open=${({ detail }: CustomEvent<number>) => openRow(desk, rows, detail)}
      @click=${(event: Event) => foldClicked(desk, rows, event)}
    ></holdpoint-list>
    <p class="keys soft">${state.strings.keys}</p>`;
}

/** The same functions and values for the same rows, so that the list measures and draws only what changed. */
const heights = new WeakMap<ChangeRows, { room: TextRoom; of: (index: number) => number }>();

function heightsOf(rows: ChangeRows, room: TextRoom): (index: number) => number {
  const known = heights.get(rows);
  if (known?.room.columns === room.columns) {
    return known.of;
  }
  const of = (index: number) => rows.heightOf(index, room);
  heights.set(rows, { room, of });
  return of;
}

let drawn:
  | {
      readonly state: ChangeState;
      readonly rows: ChangeRows;
      readonly draw: (index: number) => TemplateResult;
    }
  | undefined;

function drawerOf(desk: Desk, rows: ChangeRows): (index: number) => TemplateResult {
  const { state } = desk;
  if (drawn === undefined || drawn.rows !== rows || isOther(drawn.state, state)) {
    const draw = (index: number) => {
      const row = rows.at(index);
      return row === undefined ? html`` : rowView(latest ?? desk, row, index);
    };
    drawn = { state, rows, draw };
  }
  latest = desk;
  return drawn.draw;
}

let latest: Desk | undefined;

function isOther(left: ChangeState, right: ChangeState): boolean {
  return (
    left.review !== right.review ||
    left.strings !== right.strings ||
    left.collapsed !== right.collapsed ||
    left.isTrusted !== right.isTrusted
  );
}

let shown: { readonly rows: ChangeRows; readonly version: number } | undefined;

/** Rows are measured anew only when there are other rows. */
function versionOf(_: ChangeState, rows: ChangeRows): number {
  if (shown?.rows !== rows) {
    shown = { rows, version: (shown?.version ?? 0) + 1 };
  }
  return shown.version;
}

function placesOf(rows: ChangeRows, collapsed: ReadonlySet<string>) {
  return (index: number) => {
    const row = rows.at(index);
    const isFile = row?.kind === 'file';
    const level = isFile ? 1 : row?.kind === 'hunk' ? 2 : 3;
    return { level, expanded: isFile ? !collapsed.has(row.file.preview_id) : null };
  };
}

/** What a row is built from: a line that is added or removed says so beside its text. */
function kindsOf(rows: ChangeRows) {
  return (index: number) => {
    const row = rows.at(index);
    switch (row?.kind) {
      case 'line':
        return `line ${row.line.sign}`;
      case 'pair':
        return `pair ${row.pair.left?.sign} ${row.pair.right?.sign}`;
      default:
        return row?.kind ?? '';
    }
  };
}

/** Enter or a double click: folds a file, opens a hunk in the editor. */
function openRow(desk: Desk, rows: ChangeRows, index: number): void {
  const row = rows.at(index);
  if (row?.kind === 'file') {
    fold(desk, row.file.preview_id);
  } else if (row !== undefined) {
    desk.say({ type: 'open', preview_id: row.file.preview_id, hunk: row.hunk.index });
  }
}

function foldClicked(desk: Desk, rows: ChangeRows, { target }: Event): void {
  const element = target instanceof Element ? target : null;
  const row = rows.at(Number(element?.closest<HTMLElement>('.windowed-row')?.dataset['index'] ?? -1));
  if (row?.kind === 'file' && element?.closest('button') === null) {
    fold(desk, row.file.preview_id);
  }
}

function fold({ state, change }: Desk, previewId: string): void {
  const collapsed = new Set(state.collapsed);
  if (!collapsed.delete(previewId)) {
    collapsed.add(previewId);
  }
  change({ collapsed });
}
