import { html, nothing, type TemplateResult } from 'lit';
import type { ReportDocument } from '#protocol/views/report';
import { icon } from '../lib/icon';
import { filled } from '../lib/texts';
import type { Desk } from './reportState';
import { lines, section } from './section';

const marks = { create: 'diff-added', modify: 'diff-modified', delete: 'diff-removed' } as const;
const tones = { create: 'good', modify: 'run', delete: 'bad' } as const;

/** The files that the run changed, each leading to the change exactly as it was recorded. */
export function filesPart(desk: Desk): TemplateResult {
  const { files } = desk.state.report;
  const { words } = desk.state.strings;
  return section(
    'files',
    words.files,
    files.length === 0
      ? html`<p class="soft">${words.noFiles}</p>`
      : lines(desk, 'files', files, (file) => fileLine(desk, file)),
    files.length,
  );
}

function fileLine({ state, say }: Desk, file: ReportDocument['files'][number]): TemplateResult {
  const { words } = state.strings;
  const { preview_id } = file;
  const open = () =>
    say(preview_id === null ? { type: 'openFile', path: file.path } : { type: 'openChange', preview_id });
  const label = preview_id === null ? nothing : filled(words.seeChange, file.path);
  return html`<div class="line">
    ${icon(marks[file.op], tones[file.op])}
    <button class="link mono grow" title=${label} @click=${open}>${file.path}</button>
    <span class="soft">${words[file.op]}${file.is_undone ? `, ${words.undone}` : ''}</span>
  </div>`;
}

/** What was to hold, and whether it did; what did not comes first. */
export function checksPart(desk: Desk): TemplateResult {
  const { checks } = desk.state.report;
  const { words } = desk.state.strings;
  const sorted = checks.toSorted((left, right) => Number(left.passed) - Number(right.passed));
  return section(
    'checks',
    words.checks,
    lines(
      desk,
      'checks',
      sorted,
      ({ name, scope, passed, details }) => html`<div class="line">
        ${icon(passed ? 'pass' : 'error', passed ? 'good' : 'bad')}
        <span class="grow"
          >${name} <span class="soft mono">${scope}</span>
          <span class="soft block">${details}</span></span
        >
        <span class="soft">${passed ? words.checkPassed : words.checkFailed}</span>
      </div>`,
    ),
    checks.length,
  );
}
