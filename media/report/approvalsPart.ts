import { html, nothing, type TemplateResult } from 'lit';
import type { ReportApproval } from '#protocol/views/report';
import { icon } from '../lib/icon';
import { stateLook } from '../lib/states';
import { durationText, filled, timeText } from '../lib/texts';
import type { Desk } from './reportState';
import { lines, section } from './section';

/** Who decided what, when, and by which door; how long they were waited for. */
export function approvalsPart(desk: Desk): TemplateResult | typeof nothing {
  const { approvals } = desk.state.report;
  const { words } = desk.state.strings;
  return approvals.length === 0
    ? nothing
    : section(
        'approvals',
        words.approvals,
        lines(desk, 'approvals', approvals, (approval) => approvalLine(desk, approval)),
        approvals.length,
      );
}

function approvalLine({ state }: Desk, approval: ReportApproval): TemplateResult {
  const { words, states } = state.strings;
  const { subject_type, about, status, actor, source, decided_at, wait_ms, reason } = approval;
  const subjects: Readonly<Record<string, string>> = {
    plan: words.subjectPlan,
    step: words.subjectStep,
    preview: words.subjectPreview,
    rollback: words.subjectRollback,
    decision: words.subjectDecision,
  };
  const look = stateLook(status);
  const parts = [
    states[status] ?? status,
    actor === null ? null : `${actor}${source === null ? '' : ` (${source})`}`,
    decided_at === null ? null : timeText(decided_at),
    wait_ms === null || wait_ms < 1000 ? null : filled(words.forPeople, durationText(wait_ms)),
  ];
  return html`<div class="line">
    ${icon(look.icon, look.tone)}
    <span class="grow">
      ${subjects[subject_type] ?? subject_type} <span class="mono">${about}</span>
      <span class="soft block">${parts.filter((part) => part !== null).join(' · ')}</span>
      ${reason === null || reason === '' ? nothing : html`<span class="soft block">“${reason}”</span>`}
    </span>
  </div>`;
}
