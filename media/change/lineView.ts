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
  return html`<div class="diff-line ${kindOf(line)} ${verdict ?? ''}">
    <span class="number" aria-hidden="true">${line.old ?? ''}</span>
    <span class="number" aria-hidden="true">${line.new ?? ''}</span>
    ${textOf(line, strings)}
  </div>`;
}

/** The two sides of a diff beside each other. */
export function pairView(
  { left, right }: LinePair,
  strings: ChangeStrings,
  verdict: HunkVerdict | undefined,
): TemplateResult {
  return html`<div class="diff-pair ${verdict ?? ''}">
    ${sideView(left, left?.old ?? null, strings)}${sideView(right, right?.new ?? null, strings, left === right)}
  </div>`;
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
  return html`<div class="diff-line ${kindOf(line)}" aria-hidden=${isRepeated ? 'true' : nothing}>
    <span class="number" aria-hidden="true">${number ?? ''}</span>
    ${textOf(line, strings)}
  </div>`;
}

function textOf(line: DiffLine, strings: ChangeStrings): TemplateResult {
  if (line.sign === 'mark') {
    return html`<span class="sign" aria-hidden="true"></span><span class="text soft">${strings.noNewline}</span>`;
  }
  const said = line.sign === '+' ? strings.added : line.sign === '-' ? strings.removed : '';
  return html`<span class="sign" aria-hidden="true">${line.sign === '-' ? '−' : line.sign}</span>${
    said === '' ? nothing : html`<span class="unseen">${said}</span>`
  }<span class="text mono">${visibleText(line.text)}</span>`;
}

function kindOf({ sign }: DiffLine): string {
  return { '+': 'added', '-': 'removed', ' ': 'same', mark: 'mark' }[sign];
}
