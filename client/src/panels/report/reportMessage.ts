import type { ApprovalView } from '#protocol/methods/approvals';
import { visible } from '#protocol/shown/visible';
import { isTerminal, type State } from '#protocol/states';
import type { ReportApproval, ReportDocument, ReportEffect, ReportStep } from '#protocol/views/report';
import { placeText } from '../../shown/policyText';
import { told } from '../../shown/told';
import { fileLocation } from '../plan/boardSteps';
import type { ReportFacts, WrittenReport } from './reportFacts';

const quiet: readonly string[] = ['none', 'read'];

/** A run's report as its view is told of it. */
export function reportMessage(facts: ReportFacts): ReportDocument {
  const { report, effects } = facts;
  const loud = effects.effects.filter(({ effect, verdict }) => !quiet.includes(effect) || verdict === 'deny');
  return {
    run_id: report.run_id,
    trace_id: report.trace_id,
    session_id: report.session_id,
    title: visible(report.plan.title),
    version: report.plan.version,
    status: report.status,
    is_over: isTerminal('run', report.status as State<'run'>),
    is_dry: facts.isDry,
    summary: visible(told(report.summary)),
    failure: failureOf(facts),
    started_at: report.started_at,
    ended_at: report.ended_at,
    duration_ms: report.duration_ms,
    active_ms: report.active_ms,
    steps: report.steps.map(stepOf),
    effects: merged(loud.map(effectOf)),
    quiet_count: effects.effects.length - loud.length,
    files: effects.files.map((file) => ({ ...file, path: visible(file.path) })),
    checks: effects.checks.map((check) => ({
      ...check,
      name: visible(check.name),
      details: visible(told(check.details)),
    })),
    approvals: facts.approvals.map(approvalOf),
    artifacts: report.artifacts.map(({ step_id, name, media_type, size, sha256 }) => ({
      step_id,
      name: visible(name),
      media_type: visible(media_type),
      size,
      sha256,
    })),
    next_commands: report.next_commands.map(visible),
  };
}

function failureOf({ report, needsReplan }: ReportFacts): ReportDocument['failure'] {
  if (report.status !== 'failed' && report.status !== 'denied') {
    return null;
  }
  const message = report.context_digest.last_error?.message ?? report.end_reason?.message ?? '';
  return {
    step_id: report.failed_step_id,
    message: visible(told(message)),
    attempts: report.attempts,
    error_code: report.error_code,
    needs_new_version: needsReplan,
  };
}

function stepOf(step: WrittenReport['steps'][number]): ReportStep {
  const { step_id, title, tool, visit, status, attempts, error, carried_from, started_at, duration_ms } =
    step;
  return {
    step_id,
    title: title === null ? null : visible(title),
    tool: tool === null ? null : visible(tool),
    visit,
    status,
    attempts,
    error: error === null ? null : visible(told(error.message)),
    is_carried: carried_from !== null,
    started_at,
    duration_ms,
  };
}

function effectOf(effect: ReportFacts['effects']['effects'][number]): ReportEffect {
  const { names, tool, rule_id, reason, location, approval } = effect;
  return {
    ...effect,
    names: names.map(visible),
    tool: visible(tool),
    rule_id: visible(rule_id),
    reason: visible(told(reason)),
    location: visible(placeText(location)),
    is_linked: fileLocation(location) !== null,
    approval:
      approval === null
        ? null
        : { ...approval, actor: approval.actor === null ? null : visible(approval.actor) },
  };
}

/** A call is judged when it is prepared and again when it starts; people want to read of it once. */
function merged(effects: readonly ReportEffect[]): readonly ReportEffect[] {
  const lines = new Map<string, ReportEffect>();
  for (const effect of effects) {
    const { step_id, tool, names, verdict, rule_id, approval } = effect;
    const key = JSON.stringify([step_id, tool, names, verdict, rule_id, approval?.approval_id ?? null]);
    if (!lines.has(key)) {
      lines.set(key, effect);
    }
  }
  return [...lines.values()];
}

function approvalOf(approval: ApprovalView): ReportApproval {
  const { approval_id, subject_type, status, actor, source, reason, created_at, decided_at } = approval;
  return {
    approval_id,
    subject_type,
    about: approval.step_id ?? '',
    status,
    actor: actor === null ? null : visible(actor),
    source,
    reason: reason === null ? null : visible(reason),
    requested_at: created_at,
    decided_at,
    wait_ms: decided_at === null ? null : Date.parse(decided_at) - Date.parse(created_at),
  };
}
