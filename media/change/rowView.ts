import { html, nothing, type TemplateResult } from 'lit';
import type { ChangeFile, ChangeHunk, ChangeWord, HunkTrait } from '#protocol/views/change';
import { icon } from '../lib/icon';
import { countText, filled, sizeText, timeText } from '../lib/texts';
import { countsOf, type Desk, isDecidable, verdictOf } from './changeState';
import { lineView, pairView } from './lineView';
import type { ChangeRow } from './rows/changeRow';
import { visibleText } from './rows/textWidth';

/** Draws one row. */
export function rowView(desk: Desk, row: ChangeRow, index: number): TemplateResult {
  switch (row.kind) {
    case 'file':
      return fileRow(desk, row.file, index);
    case 'hunk':
      return hunkRow(desk, row, index);
    case 'line':
      return lineView(
        row.line,
        desk.state.strings,
        verdictOf(desk.state, row.file.preview_id, row.hunk.index),
      );
    case 'pair':
      return pairView(
        row.pair,
        desk.state.strings,
        verdictOf(desk.state, row.file.preview_id, row.hunk.index),
      );
    case 'comment':
      return commentRow(desk, row);
  }
}

function fileRow(desk: Desk, file: ChangeFile, index: number): TemplateResult {
  const { state, say } = desk;
  const { strings, collapsed, review } = state;
  const isFolded = collapsed.has(file.preview_id);
  const { accepted, rejected, hunks } = countsOf(state, [file]);
  const isOff = !isDecidable(state) || hunks === 0;
  const choose = (verdict: 'accepted' | 'rejected') =>
    say({ type: 'choose', preview_ids: [file.preview_id], hunks: null, verdict });
  const tab = index === state.active ? 0 : -1;
  return html`<div class="file-row">
    ${icon(isFolded ? 'chevron-right' : 'chevron-down', 'fold')}
    <span class="path mono" title=${visibleText(file.path)}>${visibleText(file.path)}</span>
    <span class="tag ${file.op === 'delete' ? 'bad' : file.op === 'create' ? 'good' : ''}">${strings[file.op]}</span>
    ${review.stale[file.preview_id] === undefined ? nothing : html`<span class="tag wait">${strings.stale}</span>`}
    <span class="facts soft">${[...fileFacts(desk, file), choiceText(desk, accepted, rejected, hunks)].join(' · ')}</span>
    <span class="buttons">
      ${iconButton('check', filled(strings.acceptFile, file.path), () => choose('accepted'), { isOff, tab })}
      ${iconButton('close', filled(strings.rejectFile, file.path), () => choose('rejected'), { isOff, tab })}
      ${iconButton(
        'diff',
        filled(strings.openDiff, file.path),
        () => say({ type: 'open', preview_id: file.preview_id, hunk: null }),
        { isOff: false, tab },
      )}
    </span>
  </div>`;
}

/** What is to be said of a file beside its lines; of one that is not drawn, why. */
function fileFacts({ state }: Desk, file: ChangeFile): string[] {
  const { strings } = state;
  const size = (bytes: number | null) => (bytes === null ? strings.missing : sizeText(bytes));
  const undrawn = {
    binary: strings.binary,
    too_large: strings.tooLarge,
    masked: strings.masked,
    empty: strings.empty,
  };
  const sum = (of: 'added' | 'removed') => file.hunks.reduce((total, hunk) => total + hunk[of], 0);
  return [
    ...(file.undrawn === null
      ? [`+${countText(sum('added'))} −${countText(sum('removed'))}`]
      : [undrawn[file.undrawn]]),
    ...(file.undrawn === 'binary' || file.undrawn === 'too_large'
      ? [filled(strings.bytes, size(file.old_bytes), size(file.new_bytes))]
      : []),
    ...(file.eol === 'crlf' ? [strings.crlf] : file.eol === 'mixed' ? [strings.mixed] : []),
    ...(file.bom ? [strings.bom] : []),
    ...(file.mode === null ? [] : [filled(strings.mode, (file.mode & 0o777).toString(8))]),
    ...(file.redactions > 0 ? [filled(strings.redactions, file.redactions)] : []),
  ];
}

function choiceText({ state }: Desk, accepted: number, rejected: number, hunks: number): string {
  return accepted + rejected === 0
    ? filled(state.strings.hunks, countText(hunks))
    : filled(state.strings.counts, countText(hunks), countText(accepted), countText(rejected));
}

const traitWords: Readonly<Record<HunkTrait, ChangeWord>> = {
  white_space_only: 'whiteSpaceOnly',
  to_crlf: 'toCrlf',
  to_lf: 'toLf',
  final_newline_added: 'finalNewlineAdded',
  final_newline_removed: 'finalNewlineRemoved',
  bom_added: 'bomAdded',
  bom_removed: 'bomRemoved',
  trailing_white_space: 'trailingWhiteSpace',
};

function hunkRow(
  desk: Desk,
  { file, hunk }: { file: ChangeFile; hunk: ChangeHunk },
  index: number,
): TemplateResult {
  const { state, say, change } = desk;
  const { strings } = state;
  const verdict = verdictOf(state, file.preview_id, hunk.index);
  const isOff = !isDecidable(state);
  const tab = index === state.active ? 0 : -1;
  const choose = (wanted: 'accepted' | 'rejected') =>
    say({
      type: 'choose',
      preview_ids: [file.preview_id],
      hunks: [hunk.index],
      verdict: verdict === wanted ? 'open' : wanted,
    });
  const traits = hunk.traits.map((trait) => strings[traitWords[trait]]);
  return html`<div class="hunk-row ${verdict ?? ''}">
    <span class="hunk-name">${filled(strings.hunkOf, hunk.index + 1, file.hunks.length)}</span>
    <span class="facts soft">
      ${filled(strings.linesOf, Math.max(1, file.op === 'delete' ? hunk.old_start : hunk.new_start))} · +${hunk.added} −${hunk.removed}
    </span>
    ${traits.map((trait) => html`<span class="tag wait">${trait}</span>`)}
    <span class="buttons">
      ${verdictButton('accepted', verdict === 'accepted', strings, { isOff, tab }, () => choose('accepted'))}
      ${verdictButton('rejected', verdict === 'rejected', strings, { isOff, tab }, () => choose('rejected'))}
      ${iconButton(
        'comment',
        strings.comment,
        () => change({ writing: { kind: 'comment', file, hunk, side: 'new', line: null } }),
        { isOff, tab },
      )}
    </span>
  </div>`;
}

interface ButtonLook {
  readonly isOff: boolean;
  readonly tab: number;
}

function verdictButton(
  verdict: 'accepted' | 'rejected',
  isPressed: boolean,
  strings: Desk['state']['strings'],
  { isOff, tab }: ButtonLook,
  act: () => void,
): TemplateResult {
  const image =
    verdict === 'accepted' ? (isPressed ? 'pass-filled' : 'check') : isPressed ? 'error' : 'close';
  const word = isPressed ? strings[verdict] : strings[verdict === 'accepted' ? 'accept' : 'reject'];
  return html`<button
    class="verdict ${verdict}"
    aria-pressed=${isPressed}
    tabindex=${tab}
    ?disabled=${isOff}
    title=${word}
    @click=${act}
  >
    ${icon(image)}<span class="word">${word}</span>
  </button>`;
}

function iconButton(
  image: string,
  label: string,
  act: () => void,
  { isOff, tab }: ButtonLook,
): TemplateResult {
  return html`<button class="image" title=${label} aria-label=${label} tabindex=${tab} ?disabled=${isOff} @click=${act}>
    ${icon(image)}
  </button>`;
}

function commentRow({ state }: Desk, { comment }: Extract<ChangeRow, { kind: 'comment' }>): TemplateResult {
  const { strings } = state;
  return html`<div class="comment-row">
    <div class="comment">
      <div class="comment-head">
        ${icon('comment')}<b>${visibleText(comment.actor)}</b>
        <span class="soft">${timeText(comment.at)}</span>
        ${comment.is_earlier ? html`<span class="tag">${strings.earlier}</span>` : nothing}
      </div>
      <div class="comment-text">${comment.text.split('\n').map((line) => html`<div>${visibleText(line)}</div>`)}</div>
    </div>
  </div>`;
}
