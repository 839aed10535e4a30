import { html, nothing, type TemplateResult } from 'lit';
import type { ChangeStrings, HunkVerdict } from '#protocol/views/change';
import type { DiffLine, LinePair } from './rows/diffLines';
import { visibleText } from './rows/textWidth';

/** One line of a diff below the other. */
export function lineView(
  line: DiffLine,
  strings: ChangeStrings,
  verdict: HunkVerdict | undefined,
): TemplateResult {
  return html`<div class="diff-line ${kindOf(line)} ${verdict ?? ''}"
    ><span class="gutter" aria-hidden="true"><span class="old">${line.old}</span>${gutterText(line, line.new)}</span
    >${textOf(line, strings)}</div
  >`;
}

/** The two sides of a diff beside each other. */
export function pairView(
  { left, right }: LinePair,
  strings: ChangeStrings,
  verdict: HunkVerdict | undefined,
): TemplateResult {
  return html`<div class="diff-pair ${verdict ?? ''}"
    >${sideView(left, left?.old ?? null, strings)}${sideView(right, right?.new ?? null, strings, left === right)}</div
  >`;
}

function sideView(
  line: DiffLine | null,
  number: number | null,
  strings: ChangeStrings,
  isRepeated = false,
): TemplateResult {
  if (line === null) {
    return html`<div class="diff-line none" aria-hidden="true"></div>`;
  }
  return html`<div class="diff-line ${kindOf(line)}" aria-hidden=${isRepeated ? 'true' : nothing}
    ><span class="gutter" aria-hidden="true">${gutterText(line, number)}</span
    >${textOf(line, strings)}</div
  >`;
}

/** A number and a sign as one text: each element more in a line is paid for with every step of scrolling. */
function gutterText({ sign }: DiffLine, number: number | null): string {
  const mark = sign === 'mark' ? ' ' : sign === '-' ? '−' : sign;
  return `${number ?? ''} ${mark}`;
}

function textOf(line: DiffLine, strings: ChangeStrings): TemplateResult {
  if (line.sign === 'mark') {
    return html`<span class="soft">${strings.noNewline}</span>`;
  }
  const text = visibleText(line.text);
  const said = line.sign === '+' ? strings.added : line.sign === '-' ? strings.removed : '';
  return said === ''
    ? html`<span class="text">${text}</span>`
    : html`<span class="unseen">${said}</span><span class="text">${text}</span>`;
}

function kindOf({ sign }: DiffLine): string {
  return { '+': 'added', '-': 'removed', ' ': 'same', mark: 'mark' }[sign];
}
