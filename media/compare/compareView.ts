import { html, nothing, type TemplateResult } from 'lit';
import type { ComparedFile, ComparedRun, CompareStrings, Side } from '#protocol/views/compare';
import { icon } from '../lib/icon';
import { isMoving, stateLook } from '../lib/states';
import { countText, durationText, filled, timeText } from '../lib/texts';
import type { Desk } from './compareState';
import { stepsTable } from './stepsTable';

/** Two runs side by side: how each ended, step by step where they differ, and what they changed. */
export function compareView(desk: Desk): TemplateResult {
  const { comparison, strings, say } = desk;
  const { words } = strings;
  return html`<article class="comparison">
    <header class="row">
      <h1>${words.title}</h1>
      <button class="link" data-action="swap" @click=${() => say({ type: 'swap' })}>${icon('arrow-swap')} ${words.swap}</button>
    </header>
    <div class="runs">${runCard(desk, 'left', comparison.left)} ${runCard(desk, 'right', comparison.right)}</div>
    ${comparison.inputs.length === 0 ? nothing : html`<p>${filled(words.inputs, comparison.inputs.join(', '))}</p>`}
    ${stepsTable(desk)} ${files(desk)}
  </article>`;
}

function runCard({ strings, say }: Desk, side: Side, run: ComparedRun): TemplateResult {
  const { words, states } = strings;
  const look = stateLook(run.status);
  const times = [
    run.started_at === null ? null : filled(words.started, timeText(run.started_at)),
    run.duration_ms === null ? null : filled(words.whole, durationText(run.duration_ms)),
    run.active_ms === null ? null : filled(words.active, durationText(run.active_ms)),
  ].filter((text) => text !== null);
  return html`<section class="card" data-side=${side}>
    <h2>${side === 'left' ? words.first : words.second}</h2>
    <p class="row">
      <span class="tag ${look.tone}"
        >${icon(look.icon, isMoving(run.status) ? 'turning' : '')}${states[run.status] ?? run.status}</span
      >
      <strong>${run.title}</strong> <span class="soft">${filled(words.plan, run.version)}</span>
    </p>
    <p class="soft">${times.join(' · ')}</p>
    <p>${run.summary}</p>
    <p class="row">
      <button class="link" data-action="trace" @click=${() => say({ type: 'openTrace', side })}>${icon('list-tree')} ${words.trace}</button>
      <button class="link" data-action="report" @click=${() => say({ type: 'openReport', side })}>${icon('output')} ${words.report}</button>
    </p>
  </section>`;
}

function files({ comparison, strings }: Desk): TemplateResult {
  const { words } = strings;
  const all = comparison.files;
  return html`<section>
    <h2>${words.files} <span class="soft">${countText(all.length)}</span></h2>
    ${
      all.length === 0
        ? html`<p class="soft">${words.noFiles}</p>`
        : html`<ul>
            ${all.map((file) => html`<li class="row"><span class="mono">${file.path}</span> <span class="soft">${whose(words, file)}</span></li>`)}
          </ul>`
    }
  </section>`;
}

function whose(words: CompareStrings['words'], { left, right }: ComparedFile): string {
  return left && right ? words.both : left ? words.onlyFirst : words.onlySecond;
}
