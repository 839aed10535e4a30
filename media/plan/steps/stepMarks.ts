import { html, nothing, type TemplateResult } from 'lit';
import type { BoardStep, PlanStrings } from '#protocol/views/plan';
import { icon } from '../../lib/icon';

/** Small pictures beside a step: high risk, no way back, new or changed. Their words are in the step's label. */
export function stepMarks(
  step: BoardStep,
  words: PlanStrings['words'],
  change: 'added' | 'changed' | 'carried' | undefined,
): TemplateResult {
  const changes = { added: 'diff-added', changed: 'diff-modified', carried: 'history' } as const;
  const mark = (name: string, tone: string, title: string) =>
    html`<span class="mark" title=${title}>${icon(name, tone)}</span>`;
  return html`<span class="marks">
    ${change === undefined ? nothing : mark(changes[change], change === 'added' ? 'good' : 'run', words[change])}
    ${step.irreversible === null ? nothing : mark('warning', 'wait', words.cannotUndo)}
    ${step.risk === 'high' ? mark('flame', 'bad', words.riskHigh) : nothing}
  </span>`;
}
